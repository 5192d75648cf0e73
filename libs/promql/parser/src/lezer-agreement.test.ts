/**
 * Agreement with Prometheus' own editor grammar on what is syntax. That grammar is another implementation, with known
 * differences: each is listed here with its reason, and shown to still exist.
 */
import { parser as lezer } from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_FEATURES } from './options.ts';
import { parse } from './parse.ts';
import { ParseError } from './parse-error.ts';
import { damagedQuery, wellTypedQuery } from './query.arbitrary.ts';

type Disagreement = {
  readonly reason: string;
  /** A query that shows it. */
  readonly example: string;
  readonly weAccept: boolean;
  /** Whether it can explain a difference on this query; `refusal` is our message, without the place. */
  applies(query: string, refusal: string): boolean;
};

/** Messages about syntax; all others are about types, names and values, which the editor grammar leaves to its linter. */
const SYNTAX = /^(unexpected|unclosed|unterminated|bad number|no expression|trailing commas)/;

const KNOWN: readonly Disagreement[] = [
  {
    reason: 'the editor grammar has no types and does not check values',
    example: 'rate(up)',
    weAccept: false,
    applies: (_, refusal) => refusal !== '' && !SYNTAX.test(refusal),
  },
  {
    reason: 'min_of and max_of are only known inside of durations',
    example: 'max_of(1, 2)',
    weAccept: true,
    applies: (query) => /m(in|ax)_of/i.test(query),
  },
  {
    reason: 'offset is not known as a metric name',
    example: 'offset{a="b"}',
    weAccept: true,
    applies: (query) => /offset/i.test(query),
  },
  {
    reason: 'arithmetic after an offset in parentheses belongs to the query, not to the offset',
    example: 'a offset (1m) + b',
    weAccept: false,
    applies: (query, refusal) => /offset\s*[-+]?\s*[-+(]/i.test(query) && refusal.includes('in offset'),
  },
  {
    reason: 'a word may follow a number without a space',
    example: 'up @ 5offset 1m',
    weAccept: false,
    applies: (_, refusal) => refusal.startsWith('bad number'),
  },
  {
    reason: 'the range of a subquery needs no number in it',
    example: 'up[step():1m]',
    weAccept: false,
    applies: (_, refusal) => refusal.startsWith('unexpected colon before duration'),
  },
  {
    reason: 'a string without its closing quote reaches to the end',
    example: "'[a",
    weAccept: false,
    applies: (_, refusal) => refusal.startsWith('unterminated'),
  },
  {
    reason: 'step and range must be in lower case',
    example: 'up[STEP()]',
    weAccept: true,
    applies: (query) => /STEP|RANGE/.test(query),
  },
  {
    reason: 'labels of by, on and the like must not have a colon',
    example: 'sum by (a:b) (up)',
    weAccept: true,
    applies: (query) => query.includes(':'),
  },
  {
    reason: 'a number must not end in a point',
    example: '2. * 3',
    weAccept: true,
    applies: (query) => /\d\.(?!\d)/.test(query),
  },
];

describe('known differences', () => {
  test.each(KNOWN)('$reason: $example', ({ example, weAccept, applies }) => {
    const refusal = ourRefusal(example);
    expect(refusal === '').toBe(weAccept);
    expect(lezerAccepts(example)).toBe(!weAccept);
    expect(applies(example, refusal)).toBe(true);
  });
});

test.each([
  ['well-typed', wellTypedQuery],
  ['damaged', damagedQuery],
])('%s queries: nothing else differs', (_, queries) => {
  const unexplained: string[] = [];
  fc.assert(
    fc.property(
      queries.filter((query) => query.isWellFormed()),
      (query) => {
        const refusal = ourRefusal(query);
        const weAccept = refusal === '';
        if (weAccept === lezerAccepts(query)) return;
        const isKnown = KNOWN.some((known) => known.weAccept === weAccept && known.applies(query, refusal));
        if (!isKnown) unexplained.push(`${query}  =>  ${refusal}`);
      },
    ),
    { seed: 3, numRuns: 2_500 },
  );
  expect(unexplained).toEqual([]);
});

function ourRefusal(query: string): string {
  try {
    parse(query, ALL_FEATURES);
    return '';
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return error.detail;
  }
}

function lezerAccepts(query: string): boolean {
  let accepts = true;
  lezer.parse(query).iterate({
    enter: (node) => {
      accepts &&= !node.type.isError;
    },
  });
  return accepts;
}
