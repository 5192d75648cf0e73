import { expect, test } from 'vitest';
import { replaceSection } from './sections.ts';

test('only what stands between the markers changes', () => {
  const text = 'a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n';
  expect(replaceSection(text, 'x', 'new\n')).toBe('a\n<!-- x:begin -->\nnew\n<!-- x:end -->\nb\n');
  expect(() => replaceSection(text, 'y', 'new')).toThrow('the markers <!-- y:begin --> and <!-- y:end --> are missing');
});
