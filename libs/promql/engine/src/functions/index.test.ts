import { FUNCTIONS } from '@chimera/promql-parser';
import { expect, test } from 'vitest';
import { RANGE_FUNCTIONS } from '../range-functions/index.ts';
import { INSTANT_FUNCTIONS } from './index.ts';

/** An operator of its own, which neither table holds. */
const OPERATORS = ['absent_over_time'];

test('every function of the parser has exactly one implementation, and there is no other', () => {
  const implemented = [...Object.keys(INSTANT_FUNCTIONS), ...Object.keys(RANGE_FUNCTIONS), ...OPERATORS].sort();
  const known = FUNCTIONS.map(({ name }) => name);
  expect(implemented).toEqual(known.sort());
});

test('each table has the functions whose arguments it takes', () => {
  for (const { name, argTypes } of FUNCTIONS) {
    if (OPERATORS.includes(name)) continue;
    expect([name, Object.hasOwn(RANGE_FUNCTIONS, name)]).toEqual([name, argTypes.includes('matrix')]);
  }
});
