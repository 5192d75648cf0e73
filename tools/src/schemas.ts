/** `npm run schemas`: writes the JSON schemas that the policy checks rendered objects with. */

import { complain } from './complain.ts';
import { runGenerator } from './schemas/generated-files.ts';
import { schemaFiles } from './schemas/schema-files.ts';

const HELP = `Usage: npm run schemas [-- --check]

Writes libs/platform/policy/schemas/*.json: one file for Kubernetes, one for each API group of the pinned operators,
from their Go modules (tools/src/schemas/sources.ts). Needs Go; modules come from Go's cache or its proxy.

  --check  change nothing; exit 1 when a file is stale`;

try {
  process.exitCode = await runGenerator(
    { command: 'schemas', help: HELP, what: 'schema files', extension: '.json', files: schemaFiles },
    process.argv.slice(2),
  );
} catch (error) {
  process.exitCode = complain('schemas', error);
}
