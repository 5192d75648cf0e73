/** `npm run images`: tags and builds of our own images. */
import { imagesCommand } from '@chimera/lab';
import { complain } from './complain.ts';
import { ROOT } from './workspace.ts';

try {
  process.exitCode = await imagesCommand(ROOT, process.argv.slice(2));
} catch (error) {
  process.exitCode = complain('images', error);
}
