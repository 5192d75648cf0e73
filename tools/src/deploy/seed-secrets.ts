/** Puts random values of kind-local's secrets into the cluster, by the command that people use. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RunningCluster } from '@chimera/lab';
import { inRepo } from '../workspace.ts';

export async function seedSecrets({ kubeconfig }: RunningCluster): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    ['--conditions=@chimera/source', inRepo('tools', 'src', 'secrets.ts'), 'seed', '--cluster', 'kind-local'],
    { env: { ...process.env, KUBECONFIG: kubeconfig } },
  );
}
