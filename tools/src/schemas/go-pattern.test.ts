import { expect, test } from 'vitest';
import { javascriptPattern } from './go-pattern.ts';

test.each([
  ['^a+$', '^a+$'],
  ['^(?i)(abort|warn)?$', '^(?i:(abort|warn)?$)'],
  ['^((?i)jan|feb)(x)$', '^((?i:jan|feb))(x)$'],
  ['((?i)a(b)c)', '((?i:a(b)c))'],
  ['[(?i)]x', '[(?i)]x'],
  ['\\((?i)x', '\\((?i:x)'],
])('%s becomes %s', (go, javascript) => {
  expect(javascriptPattern(go)).toBe(javascript);
});

test('the translation ignores case where Go does', () => {
  const pattern = new RegExp(javascriptPattern('^((?i)january|march)$'));
  expect([pattern.test('MARCH'), pattern.test('january'), pattern.test('may')]).toEqual([true, true, false]);
});

test('what has no translation is an error that says where to add it', () => {
  expect(() => javascriptPattern('(?P<name>x)')).toThrow(/go-pattern\.ts/);
});
