/** `own-images.json`: the tags of our images, which render and the lab read. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readInputs, tagOf } from './inputs.ts';
import { OWN_IMAGES } from './own-images.ts';

export type Tags = Readonly<Record<string, { readonly tag: string }>>;

export const TAGS_FILE = 'libs/platform/catalog/own-images.json';

/** The tags that the working copy's sources give. */
export function computeTags(root: string): Tags {
  return Object.fromEntries(OWN_IMAGES.map((image) => [image.name, { tag: tagOf(readInputs(root, image)) }]));
}

/** The tags that are written down. */
export function readTags(root: string): Tags {
  const file = join(root, TAGS_FILE);
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as Tags;
}

export function writeTags(root: string, tags: Tags): void {
  writeFileSync(join(root, TAGS_FILE), `${JSON.stringify(tags, null, 2)}\n`);
}

/** Names of images whose sources have changed since their tag was written. */
export function staleTags(written: Tags, computed: Tags): string[] {
  return Object.keys({ ...written, ...computed }).filter((name) => written[name]?.tag !== computed[name]?.tag);
}
