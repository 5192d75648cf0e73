/** The lab as an engine. */
import { labEnvironment } from './build/environment.ts';
import { openCluster } from './cluster/client.ts';
import { demand } from './doctor.ts';
import type { ClusterEngine, RunningCluster } from './engine.ts';
import { pushCommit, remoteUrl } from './git/repository.ts';
import { importedImages, loadImage } from './images/import.ts';
import type { LabPaths } from './paths.ts';
import { prepare } from './prepare.ts';
import { run } from './run.ts';
import { takeDown } from './up/down.ts';
import { argocdPassword, argocdSession, argocdToken } from './up/environment-lines.ts';
import { GIT_URL, PORTS } from './up/layout.ts';
import { withLock } from './up/lock.ts';
import { enter } from './up/namespaces.ts';
import { type LabRecord, labState, runningLab } from './up/record.ts';
import { describeLab } from './up/status.ts';
import { up } from './up/up.ts';

/** The lab in `paths`; it must have been built. */
export function labEngine(paths: LabPaths): ClusterEngine {
  return {
    name: 'lab',
    prepare: (progress) => prepare(paths, progress),
    async create(progress) {
      await demand(paths, 'up');
      return await runningCluster(paths, await up(paths, progress));
    },
    async find() {
      return labState(paths) === 'running' ? await runningCluster(paths, runningLab(paths)) : undefined;
    },
    delete: () => withLock(paths, 'down', () => takeDown(paths)),
  };
}

async function runningCluster(paths: LabPaths, record: LabRecord): Promise<RunningCluster> {
  const { address } = record;
  const env = { ...labEnvironment(paths), KUBECONFIG: paths.kubeconfig };
  return {
    kubeconfig: paths.kubeconfig,
    client: await openCluster(paths.kubeconfig),
    argocd: {
      url: `http://${address}:${PORTS.argocdServer}`,
      adminToken: () => argocdToken(paths, address),
      adminPassword: () => argocdPassword(paths),
      login: (account, password) => argocdSession(address, account, password),
    },
    git: {
      url: GIT_URL,
      pushUrl: remoteUrl(address),
      push: (workingCopy, commit, branch) => pushCommit(workingCopy, address, commit, branch),
    },
    status: async () => (await describeLab(paths)).lines,
    loadImage: (name, archive) => loadImage(paths, record, name, archive),
    images: () => importedImages(paths, enter(paths, record.pid)),
    async kubectl(args, input) {
      const { stdout } = await run('kubectl', args, { env, ...(input !== undefined && { input }) });
      return stdout;
    },
  };
}
