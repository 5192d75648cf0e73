/** Random queries for property tests: well-typed ones from the grammar, and damaged ones. */
import fc from 'fast-check';
import { FUNCTIONS, type FunctionSpec } from './functions.ts';

const name = fc.constantFrom(
  'up',
  'http_requests_total',
  'job:errors:rate5m',
  'a',
  'sum',
  'by',
  'offset',
  'and',
  'start',
);
const label = fc.constantFrom('job', 'instance', 'le', '__name__', 'by', 'sum', 'on', '"my.label"', "'é'");
const text = fc.constantFrom(
  '""',
  '"a"',
  "'it''s'".replace("''", "\\'"),
  '`raw\\n`',
  '"\\u00e9\\x41\\n"',
  '"日本"',
  '"a|b"',
);
const pattern = fc.constantFrom('".+"', '"a|b"', "'[a-z]*'", '`x\\d+`', '"(?i:foo)"');
const duration = fc.constantFrom('5m', '1h30m', '90', '1.5', '0x10', '1y2w3d4h5m6s7ms', '300ms', '1e3', '1_000');
const number = fc.constantFrom(
  '0',
  '1',
  '2.5',
  '.5',
  '1e3',
  '1E-3',
  '0x1f',
  '010',
  'Inf',
  'nan',
  '5m',
  '1_0',
  '-3',
  '+4',
);

const matcher = fc.oneof(
  fc.tuple(label, fc.constantFrom('=', '!='), text).map((parts) => parts.join('')),
  fc.tuple(label, fc.constantFrom('=~', '!~'), pattern).map((parts) => parts.join(' ')),
);
const matchers = fc.array(matcher, { maxLength: 2 }).map((list) => ['job=~".+"', ...list].join(','));
const bareSelector = fc.oneof(
  { weight: 3, arbitrary: name },
  fc.tuple(name, fc.array(matcher, { maxLength: 2 })).map(([n, list]) => `${n}{${list.filter(isNoName).join(', ')}}`),
  matchers.map((list) => `{${list}}`),
  matchers.map((list) => `{"utf8.name",${list},}`),
);

const durationExpr = fc.letrec<{ d: string; atom: string }>((tie) => ({
  atom: fc.oneof({ weight: 4, arbitrary: duration }, fc.constantFrom('step()', 'range()', 'STEP( )')),
  d: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('atom'),
    fc.tuple(tie('d'), fc.constantFrom('+', '-', '*', '/', '%', '^'), tie('d')).map((parts) => parts.join(' ')),
    fc.tuple(fc.constantFrom('min_of', 'max_of'), tie('d'), tie('d')).map(([f, a, b]) => `${f}(${a}, ${b})`),
    tie('d').map((inner) => `(${inner})`),
    tie('d').map((inner) => `-${inner}`),
  ),
})).d;
const range = fc.oneof({ weight: 4, arbitrary: duration }, durationExpr);
const at = fc.constantFrom(' @ 1700000000', ' @ -1.5', ' @ start()', ' @ end ()', ' @ 1e3', ' @ 5m');
const offset = fc.oneof(
  range.map((d) => ` offset ${d}`),
  duration.map((d) => ` OFFSET -${d}`),
  durationExpr.map((d) => ` offset (${d})`),
);
const modifiers = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  at,
  offset,
  fc.tuple(at, offset).map((parts) => parts.join('')),
  fc.tuple(offset, at).map((parts) => parts.join('')),
);
const extension = fc.oneof({ weight: 8, arbitrary: fc.constant('') }, fc.constantFrom(' anchored', ' smoothed'));

const labels = fc.array(label, { maxLength: 2 }).map((list) => `(${list.join(', ')})`);
const grouping = fc.oneof(
  fc.constant(''),
  fc.tuple(fc.constantFrom(' by ', ' without'), labels).map((parts) => parts.join('')),
);
const plainAggregation = fc.constantFrom('sum', 'avg', 'count', 'min', 'max', 'group', 'stddev', 'stdvar', 'SUM');
const paramAggregation = fc.constantFrom('topk', 'bottomk', 'quantile', 'limitk', 'limit_ratio');
const matching = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  labels.map((list) => ` on${list}`),
  labels.map((list) => ` ignoring ${list}`),
  fc.constantFrom(' on(job) group_left', ' ignoring(le) group_right(instance)', ' on(job) group_left ()'),
);
const fill = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  fc.constantFrom(' fill(0)', ' fill_left(-1)', ' fill_right (2) fill_left(NaN)', ' fill_left(1) fill_right(1)'),
);
const arithmetic = fc.constantFrom('+', '-', '*', '/', '%', '^', ' atan2 ', '</', '>/');
const comparison = fc.constantFrom('==', '!=', '>', '<', '>=', '<=');

type Typed = { scalar: string; vector: string; matrix: string; string: string };

/** A query that parses and type-checks with all features on (but for what a random duration may make of it). */
export const wellTypedQuery: fc.Arbitrary<string> = fc.letrec<Typed>((tie) => {
  const call = (result: string): fc.Arbitrary<string> =>
    fc
      .constantFrom(...FUNCTIONS.filter((spec) => spec.returnType === result && spec.name !== 'info'))
      .chain((spec) =>
        fc.tuple(...argTypes(spec).map((type) => tie(type))).map((args) => `${spec.name}(${args.join(', ')})`),
      );
  return {
    string: text,
    scalar: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      number,
      fc
        .tuple(
          tie('scalar'),
          arithmetic.filter((o) => !o.includes('/')),
          tie('scalar'),
        )
        .map((parts) => parts.join('')),
      fc.tuple(tie('scalar'), comparison, tie('scalar')).map(([a, o, b]) => `${a} ${o} bool ${b}`),
      tie('scalar').map((inner) => `( ${inner} )`),
      call('scalar'),
    ),
    vector: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.tuple(bareSelector, extension, modifiers).map((parts) => parts.join('')),
      fc.tuple(bareSelector, modifiers).map((parts) => parts.join('')),
      fc.tuple(plainAggregation, grouping, tie('vector')).map(([op, by, v]) => `${op}${by}(${v})`),
      fc.tuple(plainAggregation, tie('vector'), grouping).map(([op, v, by]) => `${op}(${v})${by}`),
      fc
        .tuple(paramAggregation, grouping, tie('scalar'), tie('vector'))
        .map(([op, by, p, v]) => `${op}${by}(${p},${v})`),
      tie('vector').map((v) => `count_values("v", ${v})`),
      fc
        .tuple(tie('vector'), arithmetic, matching, fill, tie('vector'))
        .map(([a, op, m, f, b]) => `${a} ${op}${m}${f} ${b}`),
      fc
        .tuple(tie('vector'), comparison, fc.constantFrom('', ' bool'), matching, tie('vector'))
        .map((p) => p.join(' ')),
      fc
        .tuple(tie('vector'), fc.constantFrom('and', 'or', 'UNLESS'), labels, tie('vector'))
        .map(([a, o, l, b]) => `${a} ${o} on ${l} ${b}`),
      fc.tuple(tie('scalar'), comparison, tie('vector')).map((parts) => parts.join(' ')),
      fc.tuple(tie('vector'), arithmetic, tie('scalar')).map((parts) => parts.join(' ')),
      fc.tuple(fc.constantFrom('-', '+', '- '), tie('vector')).map((parts) => parts.join('')),
      tie('vector').map((v) => `(${v}) # comment\n`),
      call('vector'),
      call('vector'),
    ),
    matrix: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.tuple(bareSelector, range, extension, modifiers).map(([s, r, e, m]) => `${s}[${r}]${e}${m}`),
      fc.tuple(tie('vector'), range, range, modifiers).map(([v, r, s, m]) => `(${v})[${r}:${s}]${m}`),
      fc.tuple(bareSelector, range, modifiers).map(([v, r, m]) => `${v}[${r}:]${m}`),
    ),
  };
}).vector;

function argTypes(spec: FunctionSpec): (keyof Typed)[] {
  return spec.argTypes as (keyof Typed)[];
}

function isNoName(one: string): boolean {
  return !one.startsWith('__name__');
}

const fragment = fc.constantFrom(
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '=',
    '=~',
    '!',
    '!=',
    '"',
    "'",
    '`',
    '\\',
    '#',
    '\n',
    ' ',
    '@',
    '+',
    '-',
    '*',
    '/',
    '%',
  ],
  ...[
    '^',
    '==',
    '<',
    '>',
    '</',
    '>/',
    '0',
    '0x',
    '1e',
    '.',
    '5m',
    '5mm',
    '1.2.3',
    'sum',
    'by',
    'without',
    'on',
    'ignoring',
  ],
  ...[
    'group_left',
    'bool',
    'and',
    'offset',
    'fill(',
    'start()',
    'step()',
    'min_of(',
    'inf',
    'é',
    '😀',
    '\ud800',
    '\u0000',
    'foo',
  ],
  ...['rate(', '"\\xff"', '"\\u12"', 'anchored', 'foo[5m]', 'foo offset 5m', '[5m:', '1 == 1', 'info(a, b)', 'é"'],
);

/** A query with one to three pieces cut out or put in. */
export const damagedQuery: fc.Arbitrary<string> = fc
  .tuple(wellTypedQuery, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 6 }), fragment), { minLength: 1, maxLength: 3 }))
  .map(([query, damages]) => {
    let damaged = query;
    for (const [place, length, insert] of damages) {
      const at = place % (damaged.length + 1);
      damaged = damaged.slice(0, at) + (length % 2 === 0 ? insert : '') + damaged.slice(at + (length >> 1));
    }
    return damaged;
  });
