/** Short spellings for catalog entries. */
import type { Evidence, Image } from '@chimera/platform-kit';
import imageDigests from '../image-digests.json' with { type: 'json' };
import ownImages from '../own-images.json' with { type: 'json' };

/** By `repository:tag`, written by `npm run images:pin`. */
const digests: Readonly<Record<string, string>> = imageDigests;

export function image(repository: string, tag: string, evidence: Evidence, caution?: string): Image {
  const digest = digests[`${repository}:${tag}`];
  return {
    repository,
    tag,
    evidence,
    ...(digest !== undefined && { digest }),
    ...(caution !== undefined && { caution }),
  };
}

/** An image of ours: its tag is a hash of its inputs, written by `npm run images -- tags`. */
export function ownImage(name: keyof typeof ownImages): Image {
  return { repository: `chimera/${name}`, tag: ownImages[name].tag, evidence: 'own' };
}
