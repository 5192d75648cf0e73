/** Whatever the text, the parser gives a tree or a ParseError, quickly, and the place is inside of the text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL_FEATURES } from './options.ts';
import { parse, parseMetric, parseMetricPrefix, parseMetricSelector } from './parse.ts';
import { ParseError } from './parse-error.ts';
import { prettyPrint } from './pretty-print.ts';
import { print } from './print.ts';
import { damagedQuery } from './query.arbitrary.ts';

const BUDGET = { seed: 7, interruptAfterTimeLimit: 1_500, markInterruptAsFailure: false };

test('damaged queries', () => {
  fc.assert(fc.property(damagedQuery, survives), { ...BUDGET, numRuns: 3_000 });
});

test('random text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), survives), { ...BUDGET, numRuns: 3_000 });
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 30 });
  fc.assert(fc.property(ascii, survives), { ...BUDGET, numRuns: 3_000 });
});

test('random bytes that were decoded somehow', () => {
  const text = fc.uint8Array({ maxLength: 60 }).map((bytes) => String.fromCharCode(...bytes));
  fc.assert(fc.property(text, survives), { ...BUDGET, numRuns: 2_000 });
});

/** Each pattern repeated makes a slow or deep parse where something is quadratic or recursive. */
test.each([
  '(',
  '[',
  '{',
  '{a="',
  'a+',
  '-',
  'sum(',
  'a[5m:',
  '1_',
  '"\\',
  '#\n',
  'a or ',
  'by(',
  'offset ',
  'a{b="c",',
])('a long run of %j', (piece) => {
  survives(piece.repeat(20_000));
});

function survives(text: string): void {
  for (const read of [parse, parseMetric, parseMetricPrefix, parseMetricSelector]) {
    try {
      read(text, ALL_FEATURES);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      expect(error.position.start).toBeGreaterThanOrEqual(0);
      expect(error.position.start).toBeLessThanOrEqual(text.length);
      expect(error.line).toBeGreaterThan(0);
      expect(error.column).toBeGreaterThan(0);
      continue;
    }
    if (read === parse) {
      const tree = parse(text, ALL_FEATURES);
      expect(print(parse(print(tree), ALL_FEATURES))).toBe(print(tree));
      prettyPrint(tree);
    }
  }
}
