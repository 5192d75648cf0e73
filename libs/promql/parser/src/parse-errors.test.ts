/** Queries that are refused for their syntax: the exact messages, with line and column. */
import { describe, expect, test } from 'vitest';
import { ALL_FEATURES } from './options.ts';
import { parse } from './parse.ts';
import { ParseError } from './parse-error.ts';

/** A query, and the message that Prometheus 3.14 gives for it. */
type Case = readonly [query: string, message: string];

const structure: readonly Case[] = [
  ['', 'unknown position: parse error: no expression found in input'],
  ['  \n', '1:1: parse error: no expression found in input'],
  ['# only a comment', '1:1: parse error: no expression found in input'],
  ['1 +', '1:4: parse error: unexpected end of input'],
  ['* 2', '1:1: parse error: unexpected <op:*>'],
  ['(1', '1:3: parse error: unclosed left parenthesis'],
  ['(up))', "1:6: parse error: unexpected right parenthesis ')'"],
  [')', "1:2: parse error: unexpected right parenthesis ')'"],
  ['()', '1:2: parse error: unexpected ")"'],
  ['up up', '1:4: parse error: unexpected identifier "up"'],
  ['up 5', '1:4: parse error: unexpected number "5"'],
  ['sum up', '1:5: parse error: unexpected identifier "up"'],
  ['up or', '1:6: parse error: unexpected end of input'],
  ['1 2', '1:3: parse error: unexpected number "2"'],
  ['up[5m] up', '1:8: parse error: unexpected identifier "up"'],
  ['"a" "b"', '1:5: parse error: unexpected string "\\"b\\""'],
  ['up and on', '1:10: parse error: unexpected end of input in grouping opts, expected "("'],
  ['a + on b', '1:8: parse error: unexpected identifier "b" in grouping opts, expected "("'],
  ['a + on (', '1:9: parse error: unclosed left parenthesis'],
  ['a + on(b', '1:9: parse error: unclosed left parenthesis'],
  ['a + on(5) c', '1:8: parse error: unexpected number "5" in grouping opts, expected label'],
  ['a + on(b c) d', '1:10: parse error: unexpected identifier "c" in grouping opts, expected "," or ")"'],
  ['a + on("") c', '1:8: parse error: invalid label name for grouping: ""'],
  ['a + group_left(b) c', '1:5: parse error: unexpected <group_left>'],
  ['a + bool bool b', '1:10: parse error: unexpected <bool>'],
  ['a + on(x) group_left', '1:21: parse error: unexpected end of input in grouping opts, expected "("'],
  ['a + on(x) group_left * b', '1:22: parse error: unexpected <op:*> in grouping opts, expected "("'],
  ['sum(a + on(x) group_right)', '1:26: parse error: unexpected ")" in grouping opts, expected "("'],
  ['a = b', '1:3: parse error: unexpected "="'],
  ['a =~ b', "1:3: parse error: unexpected character after '=': '~'"],
  ['a ! b', "1:3: parse error: unexpected character after '!': ' '"],
  ['on', '1:1: parse error: unexpected <on>'],
  ['bool', '1:1: parse error: unexpected <bool>'],
  ['atan2 a', '1:1: parse error: unexpected <op:atan2>'],
  ['up\n  and\n )', "3:3: parse error: unexpected right parenthesis ')'"],
];

const selectors: readonly Case[] = [
  ['{', '1:2: parse error: unexpected end of input inside braces'],
  ['{job', '1:5: parse error: unexpected end of input inside braces'],
  ['{job="a"', '1:9: parse error: unexpected end of input inside braces'],
  ['{job}', '1:5: parse error: unexpected "}" in label matching, expected label matching operator'],
  ['{job=}', '1:6: parse error: unexpected "}" in label matching, expected string'],
  ['{job=a}', '1:6: parse error: unexpected identifier "a" in label matching, expected string'],
  ['{job="a" b="c"}', '1:10: parse error: unexpected identifier "b" in label matching, expected "," or "}"'],
  ['{job=="a"}', '1:6: parse error: unexpected "=" in label matching, expected string'],
  ['{job="a",,}', '1:10: parse error: unexpected "," in label matching, expected identifier or "}"'],
  ['{,}', '1:2: parse error: unexpected "," in label matching, expected identifier or "}"'],
  ['{job!"a"}', "1:5: parse error: unexpected character after '!' inside braces: '\"'"],
  ['{5="a"}', "1:2: parse error: unexpected character inside braces: '5'"],
  ['{"a" 5}', "1:6: parse error: unexpected character inside braces: '5'"],
  ['{{}}', "1:2: parse error: unexpected left brace '{'"],
  ['up{job="a"}{b="c"}', '1:12: parse error: unexpected "{"'],
  ['up{job=~"("}', '1:4: parse error: error parsing regexp: missing closing ): `(`'],
  ['up{job!~"a**"}', '1:4: parse error: error parsing regexp: invalid nested repetition operator: `**`'],
  ['up{job=~"a\\xffb"}', '1:4: parse error: error parsing regexp: invalid UTF-8: `\uFFFDb`'],
  ['up}', "1:3: parse error: unexpected character: '}'"],
  ['a:b{c:d="e"}', "1:6: parse error: unexpected character inside braces: ':'"],
  ['{job="a"} {b="c"}', '1:11: parse error: unexpected "{"'],
];

const numbers: readonly Case[] = [
  ['0x', '1:1: parse error: error parsing number: strconv.ParseFloat: parsing "0x": invalid syntax'],
  ['0xee', '1:1: parse error: bad number or duration syntax: "0xee"'],
  ['1.2.3', '1:1: parse error: bad number or duration syntax: "1.2."'],
  ['5mm', '1:1: parse error: bad number or duration syntax: "5mm"'],
  ['5m5h', '1:1: parse error: not a valid duration string: "5m5h"'],
  ['1e', '1:1: parse error: bad number or duration syntax: "1e"'],
  ['1e999', '1:1: parse error: error parsing number: strconv.ParseFloat: parsing "1e999": value out of range'],
  ['08.5e', '1:1: parse error: bad number or duration syntax: "08.5e"'],
  ['1__0', '1:1: parse error: bad number or duration syntax: "1__"'],
  ['0_', '1:1: parse error: bad number or duration syntax: "0_"'],
  ['99999999999999999999x', '1:1: parse error: bad number or duration syntax: "99999999999999999999"'],
  ['1hs', '1:1: parse error: unknown unit "hs" in duration "1hs"'],
  ['5y4y', '1:1: parse error: bad number or duration syntax: "5y4"'],
  ['up[5]m', '1:6: parse error: unexpected identifier "m"'],
  ['up[999999999999y]', '1:4: parse error: duration out of range'],
  ['up offset 1e10', '1:11: parse error: duration out of range'],
  ['.5.5', '1:1: parse error: error parsing number: strconv.ParseFloat: parsing ".5.5": invalid syntax'],
  ['0b1', '1:1: parse error: bad number or duration syntax: "0"'],
  ['5m30', '1:1: parse error: bad number or duration syntax: "5m30"'],
];

const strings: readonly Case[] = [
  ['"a', '1:1: parse error: unterminated quoted string'],
  ["'a\n'", '1:1: parse error: unterminated quoted string'],
  ['`a', '1:1: parse error: unterminated raw string'],
  ['"\\z"', "1:1: parse error: unknown escape sequence U+007A 'z'"],
  ['"\\x0"', "1:1: parse error: illegal character U+0022 '\"' in escape sequence"],
  ['"\\400"', '1:1: parse error: escape sequence is an invalid Unicode code point'],
  ['"\\ud800"', '1:1: parse error: escape sequence is an invalid Unicode code point'],
  ['"\\U00110000"', '1:1: parse error: escape sequence is an invalid Unicode code point'],
  ['"\\u12', '1:1: parse error: escape sequence not terminated'],
  ['"\\', '1:1: parse error: escape sequence not terminated'],
  ["'\\\"'", "1:1: parse error: unknown escape sequence U+0022 '\"'"],
  ['"\uFFFD"', '1:1: parse error: invalid UTF-8 rune'],
];

const modifiers: readonly Case[] = [
  ['up[', '1:4: parse error: unexpected end of input in duration expression'],
  ['up[5m', '1:6: parse error: unclosed left bracket'],
  [
    'up[]',
    '1:4: parse error: unexpected "]" in subquery or range selector, expected number, duration, step(), or range()',
  ],
  ['up[foo]', "1:4: parse error: unexpected character in duration expression: 'f'"],
  ['up["5m"]', "1:4: parse error: unexpected character in duration expression: '\"'"],
  ['up[5m:', '1:7: parse error: unclosed left bracket'],
  ['up[5m:1m', '1:9: parse error: unclosed left bracket'],
  ['up[:1m]', '1:5: parse error: unexpected colon before duration in duration expression'],
  ['up[5m::1m]', "1:7: parse error: unexpected colon ':'"],
  ['up[5m:1m:1m]', "1:9: parse error: unexpected colon ':'"],
  ['up[5m:foo]', "1:7: parse error: unexpected character: 'f', expected ':'"],
  ['up[5m][1m]', '1:7: parse error: ranges only allowed for vector selectors'],
  ['up[5m up]', "1:7: parse error: unexpected character: 'u', expected ':'"],
  ['up[0]', '1:4: parse error: duration must be greater than 0'],
  ['up[-5m]', '1:4: parse error: duration must be greater than 0'],
  ['up[5m:0s]', '1:7: parse error: duration must be greater than 0'],
  ['5[5m]', '1:2: parse error: ranges only allowed for vector selectors'],
  ['sum(up)[5m]', '1:8: parse error: ranges only allowed for vector selectors'],
  ['up offset 5m [5m]', '1:14: parse error: no offset modifiers allowed before range'],
  ['up @ 5 [5m]', '1:8: parse error: no @ modifiers allowed before range'],
  ['up[[5m]]', "1:4: parse error: unexpected character in duration expression: '['"],
  ['up]', "1:3: parse error: unexpected right bracket ']'"],
  ['up offset', '1:10: parse error: unexpected end of input in offset, expected number, duration, step(), or range()'],
  [
    'up offset up',
    '1:11: parse error: unexpected identifier "up" in offset, expected number, duration, step(), or range()',
  ],
  ['up offset 5m offset 1m', '1:1: parse error: offset may not be set multiple times'],
  [
    '5 offset 1m',
    '1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
  ],
  [
    '(up) offset 1m',
    '1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
  ],
  [
    'rate(up[5m]) @ 5',
    '1:1: parse error: @ modifier must be preceded by an instant vector selector or range vector selector or a subquery',
  ],
  ['up @', '1:5: parse error: unexpected end of input in @, expected timestamp'],
  ['up @ up', '1:6: parse error: unexpected identifier "up" in @, expected timestamp'],
  ['up @ start', '1:11: parse error: unexpected end of input in @, expected timestamp'],
  ['up @ start(5)', '1:12: parse error: unexpected number "5" in @, expected timestamp'],
  ['up @ 5 @ 6', '1:1: parse error: @ <timestamp> may not be set multiple times'],
  ['up @ Inf', '1:1: parse error: timestamp out of bounds for @ modifier: +Inf'],
  ['up @ 1e19', '1:1: parse error: timestamp out of bounds for @ modifier: 10000000000000000000.000000'],
  ['up[5m] offset 1m @ 3 offset 2m', '1:1: parse error: offset may not be set multiple times'],
  ['up offset (5m', '1:14: parse error: unclosed left parenthesis'],
  [
    'up offset -',
    '1:12: parse error: unexpected end of input in offset, expected number, duration, step(), or range()',
  ],
  ['up[1/0]', '1:5: parse error: division by zero'],
  ['up[5 % 0]', '1:6: parse error: modulo by zero'],
  [
    'up[step()] offset foo',
    '1:19: parse error: unexpected identifier "foo" in offset, expected number, duration, step(), or range()',
  ],
  ['up offset max_of(1)', '1:19: parse error: unexpected ")" in offset, expected number, duration, step(), or range()'],
  ['up[5m anchored]', "1:7: parse error: unexpected character: 'a', expected ':'"],
  ['up[5m] anchored smoothed', '1:1: parse error: anchored and smoothed modifiers cannot be used together'],
  ['sum(up)[5m:] anchored', '1:1: parse error: anchored modifier is not supported for subqueries'],
  ['rate(up[5m]) smoothed', '1:1: parse error: smoothed modifier not implemented'],
  ['1 anchored', '1:1: parse error: anchored modifier not implemented'],
];

const calls: readonly Case[] = [
  ['foo(up)', '1:1: parse error: unknown function with name "foo"'],
  ['Rate(up[5m])', '1:1: parse error: unknown function with name "Rate"'],
  ['rate(up[5m],)', '1:12: parse error: trailing commas not allowed in function call args'],
  ['rate(,up[5m])', '1:6: parse error: unexpected ","'],
  ['rate(up[5m]', '1:12: parse error: unclosed left parenthesis'],
  ['rate up', '1:6: parse error: unexpected identifier "up"'],
  ['time(', '1:6: parse error: unclosed left parenthesis'],
  ['sum()', '1:1: parse error: no arguments for aggregate expression provided'],
  ['sum(up, up)', '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 1, got 2'],
  ['topk(5)', '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1'],
  ['topk(up)', '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1'],
  [
    'topk(1, 2, up)',
    '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 3',
  ],
  ['sum(up', '1:7: parse error: unclosed left parenthesis'],
  ['sum by up (up)', '1:8: parse error: unexpected identifier "up" in grouping opts, expected "("'],
  ['sum by (job up)(up)', '1:13: parse error: unexpected identifier "up" in grouping opts, expected "," or ")"'],
  ['sum by (5)(up)', '1:9: parse error: unexpected number "5" in grouping opts, expected label'],
  ['sum by ("")(up)', '1:9: parse error: invalid label name for grouping: ""'],
  ['sum by (job) up', '1:14: parse error: unexpected identifier "up" in aggregation'],
  ['sum(up) by (job) by (job)', '1:18: parse error: unexpected <by>'],
  ['sum by (job)', '1:13: parse error: unexpected end of input in aggregation'],
  ['sum(up up)', '1:8: parse error: unexpected identifier "up" in aggregation'],
  ['sum(by)(up)', '1:8: parse error: unexpected "("'],
  ['a:b(up)', '1:4: parse error: unexpected "("'],
  ['fill(up)', '1:5: parse error: unexpected "("'],
  ['on(up)', '1:1: parse error: unexpected <on>'],
];

describe.each(Object.entries({ structure, selectors, numbers, strings, modifiers, calls }))('%s', (_, cases) => {
  test.each(cases)('%j', (query, message) => {
    expect(() => parse(query, ALL_FEATURES)).toThrow(expect.objectContaining({ name: 'ParseError', message }));
  });
});

test('the error says where, as data', () => {
  const query = 'sum(\n  é{x="1"}\n)';
  let error: unknown;
  try {
    parse(query);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ParseError);
  expect(error).toMatchObject({ detail: "unexpected character: 'é'", line: 2, column: 3, position: { start: 7 } });
});

test('columns count UTF-8 bytes, as in Prometheus', () => {
  expect(() => parse('{"é😀"} + ')).toThrow('1:14: parse error: unexpected end of input');
});

test('nesting beyond the limit is refused, in every construct that nests', () => {
  const deep = 100_000;
  const nested = [
    `${'('.repeat(deep)}1${')'.repeat(deep)}`,
    `${'abs('.repeat(deep)}up${')'.repeat(deep)}`,
    `${'sum('.repeat(deep)}up${')'.repeat(deep)}`,
    `${'-'.repeat(deep)}up`,
    `1${' ^ 1'.repeat(deep)}`,
    `up[${'('.repeat(deep)}5m${')'.repeat(deep)}]`,
    `up offset ${'-'.repeat(deep)}5m`,
  ];
  for (const query of nested) {
    expect(() => parse(query, ALL_FEATURES)).toThrow('expression is nested too deeply: the limit is 500 levels');
  }
  for (const query of [`up${'[5m:]'.repeat(deep)}`, `up${' + up'.repeat(deep)}`]) {
    expect(() => parse(query)).toThrow('expression is too long a chain: the limit is 1000 operators one in the other');
  }
  expect(parse(`up${' + up'.repeat(900)}`).kind).toBe('binary');
  expect(parse(`${'abs('.repeat(490)}up${')'.repeat(490)}`).kind).toBe('call');
});
