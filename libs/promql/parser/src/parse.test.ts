/** What queries mean: the trees, and the positions in them. */
import { describe, expect, test } from 'vitest';
import type { Expr } from './ast.ts';
import { ALL_FEATURES } from './options.ts';
import { parse, parseMetric, parseMetricPrefix, parseMetricSelector } from './parse.ts';
import { walk } from './walk.ts';

/** Fully parenthesised, to show what binds to what. */
function shape(expr: Expr): string {
  switch (expr.kind) {
    case 'binary':
      return `(${shape(expr.left)} ${expr.operator} ${shape(expr.right)})`;
    case 'unary':
      return `(${expr.operator}${shape(expr.inner)})`;
    case 'number':
      return String(expr.value);
    case 'vectorSelector':
      return expr.name;
    case 'subquery':
      return `${shape(expr.inner)}[:]`;
    default:
      return expr.kind;
  }
}

describe('precedence', () => {
  test.each([
    ['a + b * c', '(a + (b * c))'],
    ['a * b + c', '((a * b) + c)'],
    ['a - b - c', '((a - b) - c)'],
    ['a ^ b ^ c', '(a ^ (b ^ c))'],
    ['a * b ^ c', '(a * (b ^ c))'],
    ['-a ^ b', '(-(a ^ b))'],
    ['-a * b', '((-a) * b)'],
    ['a ^ -b * c', '((a ^ (-b)) * c)'],
    ['a ^ -b ^ c', '(a ^ (-(b ^ c)))'],
    ['- - a', '(-(-a))'],
    ['--1', '1'],
    ['2 ^ -1', '(2 ^ -1)'],
    ['-1 ^ 2', '(-(1 ^ 2))'],
    ['a == b + c', '(a == (b + c))'],
    ['a </ 1 + b', '(a </ (1 + b))'],
    ['a and b or c unless d', '((a and b) or (c unless d))'],
    ['a or b and c', '(a or (b and c))'],
    ['a unless b and c', '((a unless b) and c)'],
    ['a atan2 b % c', '((a atan2 b) % c)'],
    ['a == b and c > d', '((a == b) and (c > d))'],
    ['-a[5m:]', '(-a[:])'],
    ['a + b[5m:] > c', undefined],
  ])('%s', (query, expected) => {
    if (expected === undefined) expect(() => parse(query)).toThrow();
    else if (query === '-a[5m:]') expect(() => parse(query)).toThrow('unary expression only allowed');
    else expect(shape(parse(query))).toBe(expected);
  });
});

describe('numbers', () => {
  test.each<[string, number]>([
    ['0', 0],
    ['5.', 5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ['0x1F', 31],
    ['0X_1f', 31],
    ['010', 8],
    ['08', 8],
    ['1_000.5', 1000.5],
    ['9007199254740993', 9007199254740992],
    ['Inf', Number.POSITIVE_INFINITY],
    ['-iNF', Number.NEGATIVE_INFINITY],
    ['nAn', Number.NaN],
    ['-0', -0],
  ])('%s', (query, value) => {
    expect(parse(query)).toMatchObject({ kind: 'number', value, isDuration: false });
  });

  test.each<[string, number]>([
    ['5m', 300],
    ['1h30m', 5400],
    ['1500ms', 1.5],
    ['-1d', -86_400],
    ['1y1w', 32_140_800],
  ])('a duration is a number of seconds: %s', (query, value) => {
    expect(parse(query)).toMatchObject({ kind: 'number', value, isDuration: true });
  });
});

describe('strings', () => {
  test.each([
    [String.raw`"a\tb\"c\\"`, 'a\tb"c\\'],
    [String.raw`'it\'s "x"'`, 'it\'s "x"'],
    ['`raw\\n\nline`', 'raw\\n\nline'],
    [String.raw`"\x41\102\u00e9\U0001F600"`, 'AB\u00e9😀'],
    [String.raw`"\xe6\x97\xa5"`, '日'],
    [String.raw`"a\xffb"`, 'a\udcffb'],
    ['"😀é"', '😀é'],
  ])('%s', (query, value) => {
    expect(parse(query)).toMatchObject({ kind: 'string', value });
  });
});

describe('selectors', () => {
  test('matchers stand as written, the name last', () => {
    expect(parse('up{a="1", b!="2", c=~"3", d!~"4",}')).toMatchObject({
      name: 'up',
      matchers: [
        { name: 'a', type: '=', value: '1' },
        { name: 'b', type: '!=', value: '2' },
        { name: 'c', type: '=~', value: '3' },
        { name: 'd', type: '!~', value: '4' },
        { name: '__name__', type: '=', value: 'up' },
      ],
    });
  });

  test('UTF-8 names are quoted, and stand inside the braces', () => {
    expect(parse('{"my.metric", "label.x"="v", \'é\'=~`a`}')).toMatchObject({
      name: '',
      matchers: [
        { name: '__name__', type: '=', value: 'my.metric' },
        { name: 'label.x', type: '=', value: 'v' },
        { name: 'é', type: '=~', value: 'a' },
      ],
    });
  });

  test.each(['sum', 'by', 'offset', 'and', 'start', 'min_of', 'anchored', 'fill', 'limitk', 'BY', 'a:b', ':', 'a_1'])(
    'a metric can be named %s',
    (name) => expect(parse(name)).toMatchObject({ kind: 'vectorSelector', name }),
  );

  test('labels can be named as keywords', () => {
    expect(parse('sum by (by, on, bool, offset, atan2, "a.b",) (up{sum="1", on="2"})')).toMatchObject({
      grouping: ['by', 'on', 'bool', 'offset', 'atan2', 'a.b'],
    });
  });
});

describe('modifiers', () => {
  const minute = { kind: 'literal', ms: 60_000 };
  const at = { kind: 'timestamp', timestampMs: 1500 };
  test.each<[string, object]>([
    ['up offset 1m @ 1.5', { offset: minute, at }],
    ['up @ 1.5 offset 1m', { offset: minute, at }],
    ['up offset -1m', { offset: { ms: -60_000 } }],
    ['up offset 60', { offset: minute }],
    ['up offset 0s', { offset: null }],
    ['up @ -1.5', { at: { timestampMs: -1500 } }],
    ['up @ 1m', { at: { timestampMs: 60_000 } }],
    ['up @ start()', { at: { kind: 'start' } }],
    ['up @ END( ) offset 1m', { at: { kind: 'end' }, offset: minute }],
    ['up[1m] offset 1m @ 1.5', { kind: 'matrixSelector', range: minute, selector: { offset: minute, at } }],
    ['up[60]', { range: minute }],
    ['up[1m:30]', { kind: 'subquery', range: minute, step: { ms: 30_000 }, offset: null }],
    ['up[1m:] @ 1.5 offset 1m', { kind: 'subquery', step: null, offset: minute, at }],
    ['(up offset 1m)[1m:]', { inner: { inner: { offset: minute } }, offset: null }],
    ['up[1m] smoothed', { selector: { extension: 'smoothed' } }],
    ['up anchored', { extension: 'anchored' }],
    ['up offset -2 ^ 2', { kind: 'binary', left: { offset: { ms: -2000 } } }],
    ['up offset (1m + 2)', { offset: { kind: 'paren', inner: { right: { ms: 2000, isNumber: true } } } }],
    ['up[-(step() - 5m) * 2]', { range: { kind: 'binary', left: { kind: 'unary' }, right: { ms: 2000 } } }],
    ['up[max_of(1m, range()):]', { range: { operator: 'max', left: minute, right: { kind: 'range' } } }],
  ])('%s', (query, expected) => {
    expect(parse(query, ALL_FEATURES)).toMatchObject(expected);
  });
});

describe('matching', () => {
  const none = { on: false, labels: [], include: [], fillLeft: null, fillRight: null };
  test.each<[string, object]>([
    ['a + b', { ...none, cardinality: 'one-to-one' }],
    ['a + on(x) b', { ...none, on: true, labels: ['x'] }],
    ['a + on() b', { ...none, on: true }],
    ['a + ignoring(x, y) group_left b', { ...none, labels: ['x', 'y'], cardinality: 'many-to-one' }],
    ['a > on(x) group_right(y) b', { on: true, include: ['y'], cardinality: 'one-to-many' }],
    ['a + fill(-1) b', { fillLeft: -1, fillRight: -1 }],
    ['a + on(x) fill_right(2) fill_left(1) b', { fillLeft: 1, fillRight: 2 }],
    ['a + fill_left(1) b', { fillLeft: 1, fillRight: null }],
  ])('%s', (query, matching) => {
    expect(parse(query, ALL_FEATURES)).toMatchObject({ matching });
  });

  test('bool', () => expect(parse('a > bool on(x) b')).toMatchObject({ returnBool: true, matching: { on: true } }));
});

describe('aggregations', () => {
  test.each(['sum by (a) (up)', 'sum(up) by (a)', 'SUM BY(a)(up)'])('%s', (query) => {
    expect(parse(query)).toMatchObject({ operator: 'sum', grouping: ['a'], without: false, param: null });
  });

  test('the parameter comes first', () => {
    expect(parse('topk without (a) (5, up)')).toMatchObject({
      param: { value: 5 },
      inner: { name: 'up' },
      without: true,
    });
  });
});

test('every node carries the range of its text', () => {
  const query = 'sum by (a) ( rate(x{b="c"}[5m] offset 1m) ) / -(y @ start())[1h:5m] # end';
  const expected = [
    'sum by (a) ( rate(x{b="c"}[5m] offset 1m) ) + -foo(y[1h:5m] @ 5)',
    'sum by (a) ( rate(x{b="c"}[5m] offset 1m) )',
    'rate(x{b="c"}[5m] offset 1m)',
    'x{b="c"}[5m] offset 1m',
    'x{b="c"}',
    '-foo(y[1h:5m] @ 5)',
    'foo(y[1h:5m] @ 5)',
    'y[1h:5m] @ 5',
    'y',
  ].map((text) => text.replaceAll('foo', 'max_over_time'));
  expect(query).toContain('# end');
  const seen: string[] = [];
  const parsed = ` ${expected[0]} # end`;
  walk(parse(parsed), ({ position }) => seen.push(parsed.slice(position.start, position.end)));
  expect(seen).toEqual(expected);
});

describe('selectors and metrics alone', () => {
  test('parseMetricSelector takes match[] values', () => {
    expect(parseMetricSelector(' up{job="a"} ')).toEqual([
      { name: 'job', type: '=', value: 'a' },
      { name: '__name__', type: '=', value: 'up' },
    ]);
    expect(parseMetricSelector('{}')).toEqual([]);
    expect(() => parseMetricSelector('up[5m]')).toThrow('1:3: parse error: unexpected "["');
    expect(() => parseMetricSelector('up offset 5m')).toThrow('1:4: parse error: unexpected <offset>');
    expect(() => parseMetricSelector('')).toThrow('unknown position: parse error: unexpected end of input');
  });

  test('parseMetric reads a series', () => {
    expect(parseMetric('up{b="2", a="1", "x.y"="z"}')).toEqual(['__name__', 'up', 'a', '1', 'b', '2', 'x.y', 'z']);
    expect(parseMetric('{"my.name", a="1"}')).toEqual(['__name__', 'my.name', 'a', '1']);
    expect(parseMetric('')).toEqual([]);
    expect(() => parseMetric('up{a=~"1"}')).toThrow('unexpected <op:=~> in label set, expected "="');
    expect(() => parseMetric('up{a="1" b="2"}')).toThrow('in label set, expected "," or "}"');
  });

  test('parseMetricPrefix leaves the values of a description', () => {
    const line = "up{a=\"}\", b='\\'', c=`{`} 1 2 {{schema:1}}";
    const { labels, end } = parseMetricPrefix(line);
    expect(labels).toEqual(['__name__', 'up', 'a', '}', 'b', "'", 'c', '{']);
    expect(line.slice(end)).toBe(' 1 2 {{schema:1}}');
    expect(parseMetricPrefix('up 1 {')).toEqual({ labels: ['__name__', 'up'], end: 2 });
    expect(parseMetricPrefix('{} 5')).toEqual({ labels: [], end: 2 });
    expect(() => parseMetricPrefix('up{a="b')).toThrow('unterminated quoted string');
  });
});
