/** What a command does with an error that ends it. */
import { faultOf, isWrongUse } from '@chimera/errors';

/** Says it on standard error; the exit code: 2 for wrong flags, 1 for all else. */
export function complain(command: string, thrown: unknown): 1 | 2 {
  console.error(faultOf(command, thrown));
  return isWrongUse(thrown) ? 2 : 1;
}
