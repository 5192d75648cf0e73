/** `npm run secrets`: the inventory of secrets, random values for kind-local, and one value on request. */
import { clusters } from '@chimera/clusters';
import { platform } from '@chimera/platform-catalog';
import { planCluster } from '@chimera/platform-kit';
import { complain } from './complain.ts';
import { secretsCommand } from './secrets/command.ts';

try {
  process.exitCode = await secretsCommand(process.argv.slice(2), {
    clusters,
    plan: (cluster) => planCluster(cluster, platform),
    print: (line) => console.log(line),
    printError: (line) => console.error(line),
  });
} catch (error) {
  process.exitCode = complain('secrets', error);
}
