import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { compileMatcher, compileRegex, RegexError } from './index.ts';

const compile = (type: '=' | '!=' | '=~' | '!~', value: string) => compileMatcher({ name: 'l', type, value });

test.each([
  ['=', 'a', ['a'], ['', 'b', 'aa']],
  ['!=', 'a', ['', 'b'], ['a']],
  ['=~', 'a|bc', ['a', 'bc'], ['', 'abc', 'b']],
  ['!~', '(a|bc)', ['', 'abc'], ['a', 'bc']],
  ['=~', 'node-.*', ['node-', 'node-1\n2'], ['node', 'xnode-1']],
  ['=~', 'node-.+', ['node-1'], ['node-']],
  ['=~', '.*', ['', 'x'], []],
  ['=~', '.+', ['x'], ['']],
  ['!~', '.+', [''], ['x']],
  ['=~', '(?i)abc', ['ABC', 'abc'], ['abcd']],
  ['=~', 'ab*', ['a', 'abbb'], ['b', 'ac']],
  ['=~', 'ab?c|d', ['ac', 'abc', 'd'], ['ad']],
  ['=~', 'x{2}', ['xx'], ['x', 'x{2}']],
  ['=~', 'a.c', ['abc', 'a\nc'], ['ac', 'xabc']],
  ['=~', '', [''], ['a']],
  ['=~', 'a|', ['', 'a'], ['b']],
] as const)('%s "%s"', (type, pattern, matching, others) => {
  const { matches } = compile(type, pattern);
  for (const value of matching) expect([value, matches(value)]).toEqual([value, true]);
  for (const value of others) expect([value, matches(value)]).toEqual([value, false]);
});

test('sets of literals and prefixes are recognised, so that an index can look them up', () => {
  expect(compile('=~', 'a|b').values).toEqual(new Set(['a', 'b']));
  expect(compile('=~', 'a.*').values).toBeNull();
  expect(compile('=~', 'node-[0-9]+').prefix).toBe('node-');
  expect(compile('=~', 'ab*').prefix).toBe('a');
  expect(compile('!~', 'node-.*').prefix).toBe('');
});

test('the fast paths agree with the regular expression', () => {
  const random = seededRandom(9);
  const parts = ['a', 'b', '.', '.*', '.+', '|', '(', ')', '[ab]', 'a?', 'b{1,2}', '-', '(?:a|b)', '\\.'];
  let compared = 0;
  for (let i = 0; i < 3_000; i++) {
    const pattern = Array.from({ length: random.int(1, 5) }, () => random.pick(parts)).join('');
    const value = Array.from({ length: random.int(0, 4) }, () => random.pick(['a', 'b', '-', '.', '\n'])).join('');
    try {
      const expected = compileRegex(pattern).matches(value);
      expect([pattern, value, compile('=~', pattern).matches(value)]).toEqual([pattern, value, expected]);
      expect(compile('!~', pattern).matches(value)).toBe(!expected);
      compared++;
    } catch (error) {
      expect(error).toBeInstanceOf(RegexError);
    }
  }
  expect(compared).toBeGreaterThan(1_000);
});

test('a pattern that RE2 refuses says why', () => {
  expect(() => compile('=~', 'a(b')).toThrow(RegexError);
  expect(() => compile('=~', '(?=x)')).toThrow(/error parsing regexp/);
});
