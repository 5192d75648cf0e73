import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeTags, readTags, staleTags } from './tags.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

test('the tags that are rendered are those of the sources', () => {
  expect(staleTags(readTags(ROOT), computeTags(ROOT)), 'run: npm run images -- tags, then npm run render').toEqual([]);
});

test('a tag is stale when it differs, is missing, or belongs to no image any more', () => {
  const tags = { a: { tag: '1' }, b: { tag: '2' } };
  expect(staleTags(tags, tags)).toEqual([]);
  expect(staleTags(tags, { a: { tag: '1' }, b: { tag: '3' } })).toEqual(['b']);
  expect(staleTags({}, tags)).toEqual(['a', 'b']);
  expect(staleTags(tags, { a: { tag: '1' } })).toEqual(['b']);
});
