/** `npm run lab`: a real Kubernetes with Argo CD on this machine. */
import { messageOf } from '@chimera/errors';
import { labCommand } from '@chimera/lab';
import { ROOT } from './workspace.ts';

try {
  process.exitCode = await labCommand(ROOT, process.argv.slice(2));
} catch (error) {
  console.error(`lab: ${messageOf(error)}`);
  process.exitCode = 1;
}
