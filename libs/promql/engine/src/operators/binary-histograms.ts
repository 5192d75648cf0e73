/** Binary operations in which a native histogram takes part. */
import type { Binary } from '@chimera/promql-parser';
import type { StepColumn } from '@chimera/tsdb-storage';
import type { EvalContext } from '../operator.ts';

/**
 * Makes the steps absent where an operand is a histogram, in the left column (the right one may be shared); what has no meaning is reported. Operations
 * that do have one (addition, scaling, equality) come with the arithmetic of histograms. `right` null: a scalar;
 * `swapped`: the columns change places in the message.
 */
export function refuseHistograms(
  node: Binary,
  left: StepColumn,
  right: StepColumn | null,
  swapped: boolean,
  context: EvalContext,
): void {
  const lefts = left.histograms;
  const rights = right?.histograms ?? null;
  if (lefts === null && rights === null) return;
  for (let k = 0; k < left.count; k++) {
    if (left.present[k] === 0 || right?.present[k] === 0) continue;
    const a = (lefts?.[k] ?? null) === null ? 'float' : 'histogram';
    const b = (rights?.[k] ?? null) === null ? 'float' : 'histogram';
    if (a === 'float' && b === 'float') continue;
    left.present[k] = 0;
    report(node, swapped ? b : a, swapped ? a : b, context);
  }
  left.histograms = null;
}

type SampleType = 'float' | 'histogram';

function report({ operator, position }: Binary, left: SampleType, right: SampleType, context: EvalContext): void {
  if (hasMeaning(operator, left, right)) return;
  context.annotations.info(
    `incompatible sample types encountered for binary operator "${operator}": ${left} ${operator} ${right}`,
    position,
  );
}

function hasMeaning(operator: Binary['operator'], left: SampleType, right: SampleType): boolean {
  if (left === 'float') return operator === '*';
  if (right === 'float') return ['*', '/', '</', '>/'].includes(operator);
  return ['+', '-', '==', '!='].includes(operator);
}
