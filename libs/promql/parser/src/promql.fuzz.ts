/** Fuzz target: PromQL. */
import type { FuzzTarget } from '@chimera/testing';
import { AGGREGATIONS } from './aggregations.ts';
import { FUNCTIONS } from './functions.ts';
import { survives } from './survives.ts';

const QUERIES = [
  'sum by (job, "a.b") (rate({"http.requests", code=~"5..", path!~"/x|\\\\d+"}[5m] offset -1w3d)) / on (job) group_left (x) up',
  'histogram_quantile(0.9, sum without (le) (increase(a_bucket[1h:5m] @ 1700000000.5 offset 10s))) or vector(NaN) unless on () b',
  'label_replace(topk(3, -foo{a="b",} ^ 2 ^ -0x1F), "to", "$1-é", `from`, "(.*)") > bool 1e-9',
  'a[5m anchored] and b[1h smoothed] @ start() offset (5m + step() * 2) # comment\n',
  '1_000 + 5m30s % .5 atan2 Inf == bool "text\\u00e9\\x41\\101\\n"',
  'a + fill_left(1) fill_right(0) b limitk(2, c) by (d)',
  'limit_ratio(-0.5, up) != ignoring (instance) group_right absent_over_time(up[1d])',
];

export const FUZZ: readonly FuzzTarget[] = [
  {
    name: 'promql',
    says: 'expressions, metrics and selectors; what parses must print and parse again',
    corpus: () => QUERIES.filter((query) => survives(query)).map((query) => Buffer.from(query)),
    hostile: () => ['(', '-', '{a="', 'a[', 'sum(', '1_', 'a+', '"\\'].map((piece) => Buffer.from(piece.repeat(5_000))),
    words: [
      ...Object.keys(AGGREGATIONS),
      ...FUNCTIONS.map(({ name }) => `${name}(`),
      ...[
        '(',
        ')',
        '[',
        ']',
        '{',
        '}',
        '[5m]',
        '[1h:]',
        ' by (',
        ' without (',
        ' on (',
        ' offset ',
        ' @ ',
        'end()',
        'bool ',
      ],
      ...[
        '=~',
        '!~',
        '!=',
        '==',
        ' and ',
        ' unless ',
        '"',
        "'",
        '`',
        '\\',
        '#',
        '\n',
        '1e999',
        '0x',
        '.5',
        '9'.repeat(400),
      ],
    ],
    open: () => ({ run: (input) => (survives(new TextDecoder().decode(input)) ? 'accepted' : 'refused') }),
  },
];
