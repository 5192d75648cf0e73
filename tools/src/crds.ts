/** `npm run crds`: writes the operators' CRDs, from their Go modules, beside the components that install them. */

import { complain } from './complain.ts';
import { crdFiles } from './schemas/crd-files.ts';
import { runGenerator } from './schemas/generated-files.ts';

const HELP = `Usage: npm run crds [-- --check]

Writes libs/platform/components/<team>/crds/<system>/*.yaml from the Go modules of the pinned operators
(tools/src/schemas/sources.ts). Needs Go; modules come from Go's cache or its proxy.

  --check  change nothing; exit 1 when a file is stale`;

try {
  process.exitCode = await runGenerator(
    { command: 'crds', help: HELP, what: 'CRDs', extension: '.yaml', files: crdFiles },
    process.argv.slice(2),
  );
} catch (error) {
  process.exitCode = complain('crds', error);
}
