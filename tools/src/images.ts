/** `npm run images`: tags and builds of our own images. */
import { imagesCommand } from '@chimera/lab';
import { faultOf } from './fault.ts';
import { ROOT } from './workspace.ts';

try {
  process.exitCode = await imagesCommand(ROOT, process.argv.slice(2));
} catch (error) {
  console.error(faultOf('images', error));
  process.exitCode = 1;
}
