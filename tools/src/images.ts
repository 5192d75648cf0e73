/** `npm run images`: tags and builds of our own images. */
import { messageOf } from '@chimera/errors';
import { imagesCommand } from '@chimera/lab';
import { ROOT } from './workspace.ts';

try {
  process.exitCode = await imagesCommand(ROOT, process.argv.slice(2));
} catch (error) {
  console.error(`images: ${messageOf(error)}`);
  process.exitCode = 1;
}
