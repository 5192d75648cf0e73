/**
 * The loops of the binary operators, one per operator so that each is monomorphic. Values of absent steps are computed
 * too: they mean nothing, and a branch would cost more.
 */
import type { BinaryOperator } from '@chimera/promql-parser';
import { goPow } from './go-math.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOperator = '==' | '!=' | '>' | '<' | '>=' | '<=';

/** out[k] = left[k] op right[k]; `out` may be `left` or `right`. */
export type ArithmeticKernel = (left: Float64Array, right: Float64Array, out: Float64Array) => void;

/** mask[k] becomes 0 where left[k] op right[k] is false. */
export type ComparisonKernel = (left: Float64Array, right: Float64Array, mask: Uint8Array) => void;

export function isArithmetic(operator: BinaryOperator): operator is ArithmeticOperator {
  return operator in ARITHMETIC;
}

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return operator in COMPARISON;
}

export const ARITHMETIC: Readonly<Record<ArithmeticOperator, ArithmeticKernel>> = {
  '%': (left, right, out) => {
    for (let k = 0; k < out.length; k++) out[k] = (left[k] as number) % (right[k] as number);
  },
  '*': (left, right, out) => {
    for (let k = 0; k < out.length; k++) out[k] = (left[k] as number) * (right[k] as number);
  },
  '+': (left, right, out) => {
    for (let k = 0; k < out.length; k++) out[k] = (left[k] as number) + (right[k] as number);
  },
  '-': (left, right, out) => {
    for (let k = 0; k < out.length; k++) out[k] = (left[k] as number) - (right[k] as number);
  },
  '/': (left, right, out) => {
    for (let k = 0; k < out.length; k++) out[k] = (left[k] as number) / (right[k] as number);
  },
  '^': (left, right, out) => {
    for (let k = 0; k < out.length; k++) out[k] = goPow(left[k] as number, right[k] as number);
  },
  atan2: (left, right, out) => {
    for (let k = 0; k < out.length; k++) out[k] = Math.atan2(left[k] as number, right[k] as number);
  },
};

export const COMPARISON: Readonly<Record<ComparisonOperator, ComparisonKernel>> = {
  '!=': (left, right, mask) => {
    for (let k = 0; k < mask.length; k++) if (left[k] === right[k]) mask[k] = 0;
  },
  '<': (left, right, mask) => {
    for (let k = 0; k < mask.length; k++) if (!((left[k] as number) < (right[k] as number))) mask[k] = 0;
  },
  '<=': (left, right, mask) => {
    for (let k = 0; k < mask.length; k++) if (!((left[k] as number) <= (right[k] as number))) mask[k] = 0;
  },
  '==': (left, right, mask) => {
    for (let k = 0; k < mask.length; k++) if (left[k] !== right[k]) mask[k] = 0;
  },
  '>': (left, right, mask) => {
    for (let k = 0; k < mask.length; k++) if (!((left[k] as number) > (right[k] as number))) mask[k] = 0;
  },
  '>=': (left, right, mask) => {
    for (let k = 0; k < mask.length; k++) if (!((left[k] as number) >= (right[k] as number))) mask[k] = 0;
  },
};
