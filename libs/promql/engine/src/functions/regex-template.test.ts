import { expect, test } from 'vitest';
import { compileTemplate } from './regex-template.ts';

test.each([
  ['plain', 'plain'],
  ['$1-$2', 'one-two'],
  ['${1}x$name', 'onextwo'],
  ['$1x', ''],
  ['$0', 'all'],
  ['$3$10$unknown.', '.'],
  ['$$1 $ $', '$1 $ $'],
  ['${1', '${1'],
  ['${}$-', '${}$-'],
  ['$01', ''],
])('%s expands to %s', (template, expected) => {
  const groups = ['all', 'one', 'two'];
  expect(compileTemplate(template, { name: 2 }, 2)((index) => groups[index] as string)).toBe(expected);
});
