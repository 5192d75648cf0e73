/** `npm run down`: ends the cluster that `npm run up` started, and forgets all of it. */
import { parseArgs } from 'node:util';
import { createProgress } from '@chimera/lab';
import { complain } from './complain.ts';
import { engineNamed } from './up/engines.ts';

const HELP = `Usage: npm run down -- --engine lab [--dir DIR]

Ends the cluster and deletes its state, volumes included; what was built stays. No error when there is none.

  --engine NAME  as for npm run up
  --dir DIR      the lab's folder (default .chimera/lab)`;

try {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'kind' },
      dir: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) console.log(HELP);
  else {
    const engine = engineNamed(values.engine, values.dir === undefined ? {} : { dir: values.dir });
    await createProgress().step(`down: ${engine.name}`, () => engine.delete());
  }
} catch (error) {
  process.exitCode = complain('down', error);
}
