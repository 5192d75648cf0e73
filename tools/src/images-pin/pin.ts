/** Digests for a list of images: what was found, and what a registry said otherwise. */
import { type DigestAnswer, locate } from './registry.ts';

export interface Tagged {
  readonly repository: string;
  readonly tag: string;
}

export interface Pinned {
  /** By `repository:tag`, in order; what was known before stays where nothing was found. */
  readonly digests: Readonly<Record<string, string>>;
  /** One line for each image that was not resolved, and for each registry that nobody answers for. */
  readonly problems: readonly string[];
  /** How many digests are new, changed, and without any. */
  readonly added: number;
  readonly changed: readonly string[];
  readonly unresolved: readonly string[];
  /** Whether any registry answered at all. */
  readonly reached: boolean;
}

/** A tag that moved is reported and taken over: the digest is what we would have pulled all along. */
export async function pinImages(
  images: readonly Tagged[],
  before: Readonly<Record<string, string>>,
  resolve: (image: Tagged) => Promise<DigestAnswer>,
): Promise<Pinned> {
  const digests: Record<string, string> = {};
  const problems: string[] = [];
  const changed: string[] = [];
  const unresolved: string[] = [];
  const silent = new Set<string>();
  let added = 0;
  let reached = false;
  const byName = new Map(images.map((image) => [`${image.repository}:${image.tag}`, image]));
  for (const [name, image] of [...byName].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { host } = locate(image.repository);
    const known = before[name];
    if (known !== undefined) digests[name] = known;
    // A registry that did not answer once is not asked again.
    const answer: DigestAnswer = silent.has(host) ? { kind: 'unreachable', why: '' } : await resolve(image);
    reached ||= answer.kind !== 'unreachable';
    if (answer.kind === 'digest') {
      if (known === undefined) added++;
      else if (known !== answer.digest) changed.push(name);
      digests[name] = answer.digest;
      continue;
    }
    if (known === undefined) unresolved.push(name);
    if (answer.kind === 'missing') problems.push(`${name}: ${host} has no such tag`);
    else if (answer.kind === 'refused') problems.push(`${name}: ${host} refuses: ${answer.why}`);
    else if (!silent.has(host)) {
      silent.add(host);
      problems.push(`${host} cannot be reached (${answer.why})`);
    }
  }
  return { digests, problems, added, changed, unresolved, reached };
}
