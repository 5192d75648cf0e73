/** The contract of range functions. */
import type { StepColumn } from '@chimera/tsdb-storage';
import type { RangeInput } from './range-input.ts';

/**
 * Computes one series: overwrites `out.present`, and `out.values` where present, for every step. Histograms are gone
 * from the samples unless the function's table entry says that it takes them; `out.histograms` is null on entry.
 */
export type RangeKernel = (input: RangeInput, out: StepColumn) => void;

/** A kernel with scratch memory of its own, made once per operator. */
export type KernelFactory = () => RangeKernel;
