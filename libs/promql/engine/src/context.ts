/** Makes the contexts that operators share. */
import { SampleBuffer, type StepGrid } from '@chimera/tsdb-storage';
import type { EvalContext } from './operator.ts';
import type { StepCounts } from './step-counts.ts';

/** The context of a subquery or of an expression that is evaluated once: its own grid and scratch, the rest shared. */
export function childContext(parent: EvalContext, grid: StepGrid, stepCounts: StepCounts | null = null): EvalContext {
  return { ...parent, grid, stepCounts, samples: new SampleBuffer() };
}
