/** A deliberate violation: two libraries of floor 2. tools/src/module-boundaries.test.ts expects it to be reported. */
import { ParseError } from '@chimera/promql-parser';

export const violation = ParseError;
