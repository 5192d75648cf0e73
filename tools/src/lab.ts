/** `npm run lab`: a real Kubernetes with Argo CD on this machine. */
import { labCommand } from '@chimera/lab';
import { complain } from './complain.ts';
import { ROOT } from './workspace.ts';

try {
  process.exitCode = await labCommand(ROOT, process.argv.slice(2));
} catch (error) {
  process.exitCode = complain('lab', error);
}
