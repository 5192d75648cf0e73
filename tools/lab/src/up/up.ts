/** `lab up`: an empty cluster with Argo CD, from nothing to ready. */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isBuilt } from '../build/build.ts';
import { moduleFiles } from '../build/module-files.ts';
import { type ClusterClient, openCluster } from '../cluster/client.ts';
import { createRepository } from '../git/repository.ts';
import { importArchive, importedImages, nameOwnImages, publishImages } from '../images/import.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { formatSeconds, type Progress } from '../progress.ts';
import { createCertificates } from './certificates.ts';
import { cgroupRoot, createCgroups } from './cgroups.ts';
import { type ComponentName, componentCommands } from './components.ts';
import { writeConfiguration } from './configuration.ts';
import { down } from './down.ts';
import { PORTS, stateFiles } from './layout.ts';
import { withLock } from './lock.ts';
import { createNamespaces, enter, type Inside, prepareMounts } from './namespaces.ts';
import { configureInside, createLink } from './network.ts';
import { type LabRecord, labState, readRecord, writeRecord } from './record.ts';
import { waitFor } from './wait.ts';

/** Makes the lab run; one that runs already is left as it is, what a killed `up` or a reboot left is cleared away. */
export async function up(paths: LabPaths, progress: Progress): Promise<LabRecord> {
  return await withLock(paths, 'up', async () => {
    const state = labState(paths);
    if (state === 'running') {
      progress.say('The lab is up already.');
      return readRecord(paths) as LabRecord;
    }
    if (state !== 'absent') {
      progress.say(`Clearing what ${state === 'stale' ? 'an ended' : 'an unfinished'} lab left ...`);
      await down(paths);
    }
    if (!(await isBuilt(paths))) throw new LabError('nothing is built here yet: npm run lab -- build');
    const started = performance.now();
    try {
      const record = await start(paths, progress);
      progress.say(`Up in ${formatSeconds(performance.now() - started)}.`);
      return record;
    } catch (error) {
      const logs = lastLines(paths);
      await down(paths);
      throw new LabError(`${error instanceof Error ? error.message : String(error)}${logs}`, { cause: error });
    }
  });
}

async function start(paths: LabPaths, progress: Progress): Promise<LabRecord> {
  const files = stateFiles(paths);
  const id = createHash('sha256').update(paths.state).digest('hex').slice(0, 8);
  for (const folder of [paths.state, files.logs, files.pids, files.temporary]) mkdirSync(folder, { recursive: true });
  const { record, inside } = await progress.step('namespaces, network, certificates', async () => {
    const first = await createNamespaces(paths);
    // Written at once, so that `down` finds them should we be killed.
    writeRecord(paths, { ...first, id, hostAddress: '', address: '' });
    const entered = enter(paths, first.pid);
    createCgroups(id);
    const link = await createLink(paths, id, first.pid);
    const made: LabRecord = { ...first, id, ...link };
    writeRecord(paths, made);
    await prepareMounts(paths, entered);
    await configureInside(id, link, entered);
    await createCertificates(paths, link.address);
    writeConfiguration(paths, cgroupRoot(id));
    await createRepository(paths);
    return { record: made, inside: entered };
  });
  const commands = componentCommands(paths);
  const run = (...names: ComponentName[]): void => {
    for (const name of names) inside.start(name, commands[name].program, commands[name].args, commands[name].env);
  };
  run('etcd', 'containerd', 'git', 'redis');
  const imported = importArchives(paths, inside);
  imported.catch(() => {});
  const cluster = await progress.step('API server', async () => {
    run('apiserver');
    await waitFor('the API server', 60, async () => {
      await inside.run('kubectl', ['get', '--raw', '/readyz']);
      return true;
    });
    return await openCluster(paths.kubeconfig);
  });
  await progress.step('node, DNS, simulated node', async () => {
    run('controller-manager', 'scheduler', 'proxy', 'kubelet', 'coredns', 'kwok', 'controllers');
    await waitFor('the default namespace', 30, async () => (await namespace(cluster, 'default')) !== undefined);
    // Until they are imported no pod runs for real.
    await publishImages(cluster, []);
    await inside.run('kubectl', ['apply', '--server-side', '-f', join(paths.sources, 'manifests')]);
  });
  await progress.step('Argo CD', () => startArgocd(paths, inside, cluster, run));
  await progress.step('images', async () => {
    await imported;
    await nameOwnImages(paths, inside);
    await publishImages(cluster, await importedImages(paths, inside));
  });
  await progress.step('node ready', () => waitFor('the node', 60, () => isNodeReady(cluster)));
  const completed = { ...record, completedAt: new Date().toISOString() };
  writeRecord(paths, completed);
  return completed;
}

/** Layers are unpacked when a pod first uses them: most labs use few of the images. */
async function importArchives(paths: LabPaths, inside: Inside): Promise<void> {
  await waitFor('containerd', 60, async () => {
    await importedImages(paths, inside);
    return true;
  });
  const files = globSync('*.tar', { cwd: paths.images }).sort();
  for (const file of files) await importArchive(paths, inside, join(paths.images, file));
}

async function startArgocd(
  paths: LabPaths,
  inside: Inside,
  cluster: ClusterClient,
  run: (...names: ComponentName[]) => void,
): Promise<void> {
  const { argocdCrds, argocdConfig } = moduleFiles(paths);
  await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  await inside.run('kubectl', ['apply', '--server-side', '-k', argocdCrds]);
  await inside.run('kubectl', ['apply', '--server-side', '-n', 'argocd', '-k', argocdConfig]);
  // Argo CD's server ends at once when it meets a definition that is not served yet.
  await waitFor('the definitions of Argo CD', 60, () => areEstablished(cluster, 'argoproj.io'));
  run('argocd-repo-server');
  await waitFor("Argo CD's repo server", 30, async () => {
    await inside.run('kubectl', ['get', '--raw', '/readyz']);
    return await inside.run('ss', ['-ltnH', `sport = :${PORTS.repoServer}`]).then(({ stdout }) => stdout !== '');
  });
  run('argocd-controller', 'argocd-server');
  const { address } = readRecord(paths) as LabRecord;
  await waitFor("Argo CD's API server", 60, () => accepts(address, PORTS.argocdServer));
}

async function areEstablished(cluster: ClusterClient, group: string): Promise<boolean> {
  const definitions = (await cluster.list('apiextensions.k8s.io/v1', 'CustomResourceDefinition')).filter(
    (definition) => (definition['spec'] as { group: string }).group === group,
  );
  return (
    definitions.length > 0 &&
    definitions.every((definition) =>
      ((definition['status'] as { conditions?: readonly { type: string; status: string }[] }).conditions ?? []).some(
        ({ type, status }) => type === 'Established' && status === 'True',
      ),
    )
  );
}

/** Whether something listens there. */
function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function namespace(cluster: ClusterClient, name: string): Promise<unknown> {
  return await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
}

async function isNodeReady(cluster: ClusterClient): Promise<boolean> {
  const nodes = await cluster.list('v1', 'Node');
  const ready = nodes.filter((node) =>
    ((node['status'] as { conditions?: readonly { type: string; status: string }[] }).conditions ?? []).some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ),
  );
  return ready.length === 2;
}

/** The end of the logs that speak of errors, for the message of a failed start. */
function lastLines(paths: LabPaths): string {
  const { logs } = stateFiles(paths);
  const lines = globSync('*.log', { cwd: logs }).flatMap((file) => {
    const last = readFileSync(join(logs, file), 'utf8').trimEnd().split('\n').at(-1) ?? '';
    return /error|fatal|fail|panic/i.test(last) ? [`  ${file}: ${last.slice(0, 300)}`] : [];
  });
  return lines.length === 0 ? '' : `\nLast lines that speak of errors:\n${lines.join('\n')}`;
}
