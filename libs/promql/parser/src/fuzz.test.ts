/** Whatever the text, the parser gives a tree or a ParseError, quickly, and the place is inside of the text. */
import { fuzzBriefly } from '@chimera/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FUZZ } from './promql.fuzz.ts';
import { damagedQuery } from './query.arbitrary.ts';
import { survives } from './survives.ts';

const BUDGET = { seed: 7, interruptAfterTimeLimit: 1_500, markInterruptAsFailure: false };

test('damaged queries', () => {
  fc.assert(fc.property(damagedQuery, check), { ...BUDGET, numRuns: 3_000 });
});

test('random text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), check), { ...BUDGET, numRuns: 3_000 });
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 30 });
  fc.assert(fc.property(ascii, check), { ...BUDGET, numRuns: 3_000 });
});

test('random bytes that were decoded somehow', () => {
  const text = fc.uint8Array({ maxLength: 60 }).map((bytes) => String.fromCharCode(...bytes));
  fc.assert(fc.property(text, check), { ...BUDGET, numRuns: 2_000 });
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

test.each(FUZZ)('$name: $says', async (target) => {
  const { accepted, refused } = await fuzzBriefly(target);
  expect(accepted).toBeGreaterThanOrEqual(target.corpus().length);
  expect(refused).toBeGreaterThan(5);
});

/** A property that returns false would fail. */
function check(text: string): void {
  survives(text);
}
