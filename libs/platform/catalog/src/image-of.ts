/** Short spellings for catalog entries. */
import type { Evidence, Image } from '@chimera/platform-kit';
import ownImages from '../own-images.json' with { type: 'json' };

export function image(repository: string, tag: string, evidence: Evidence, caution?: string): Image {
  return { repository, tag, evidence, ...(caution !== undefined && { caution }) };
}

/** An image of ours: its tag is a hash of its inputs, written by `npm run images -- tags`. */
export function ownImage(name: keyof typeof ownImages): Image {
  return { repository: `chimera/${name}`, tag: ownImages[name].tag, evidence: 'own' };
}
