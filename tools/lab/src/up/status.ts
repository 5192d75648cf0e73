/** `lab status`: what runs, what has stopped, and how the Applications are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applicationState, isWell } from '../cluster/application-state.ts';
import { type LiveObject, openCluster } from '../cluster/client.ts';
import { remoteUrl } from '../git/repository.ts';
import type { LabPaths } from '../paths.ts';
import { GIT_URL, PORTS, stateFiles } from './layout.ts';
import { type LabRecord, labState, readRecord, startTicksOf } from './record.ts';

export type PartStatus = { readonly name: string; readonly running: boolean };

/** The lab's programs, by name. */
export function partsOf(paths: LabPaths): PartStatus[] {
  const { pids } = stateFiles(paths);
  if (!existsSync(pids)) return [];
  return readdirSync(pids)
    .sort()
    .map((name) => ({
      name,
      running: startTicksOf(Number(readFileSync(join(pids, name), 'utf8'))) !== undefined,
    }));
}

/** Lines for people; `ok` when everything runs. */
export async function describeLab(
  paths: LabPaths,
): Promise<{ readonly ok: boolean; readonly lines: readonly string[] }> {
  const state = labState(paths);
  if (state === 'absent') return { ok: false, lines: ['down: npm run lab -- up'] };
  if (state !== 'running') {
    const what = state === 'stale' ? 'its programs are gone' : "an 'up' is at work or was killed";
    return { ok: false, lines: [`${state} (${what}): npm run lab -- up clears it and starts anew, down clears it`] };
  }
  const record = readRecord(paths) as LabRecord;
  const parts = partsOf(paths);
  const stopped = parts.filter(({ running }) => !running);
  const lines = [
    `up since ${record.completedAt}; ${parts.length - stopped.length} of ${parts.length} programs run`,
    ...stopped.map(({ name }) => `STOPPED ${name}: npm run lab -- logs ${name}`),
    ...addressLines(record),
  ];
  try {
    lines.push(...(await clusterLines(paths)));
  } catch (error) {
    lines.push(`the API server does not answer: ${error instanceof Error ? error.message : String(error)}`);
    return { ok: false, lines };
  }
  return { ok: stopped.length === 0, lines };
}

/** How to reach it from the machine. */
export function addressLines({ address }: LabRecord): string[] {
  return [
    `API server  https://${address}:${PORTS.api}`,
    `Argo CD     http://${address}:${PORTS.argocdServer}`,
    `Git         ${remoteUrl(address)}  (in the cluster ${GIT_URL})`,
  ];
}

async function clusterLines(paths: LabPaths): Promise<string[]> {
  const cluster = await openCluster(paths.kubeconfig);
  const [pods, applications] = await Promise.all([
    cluster.list('v1', 'Pod'),
    cluster.list('argoproj.io/v1alpha1', 'Application'),
  ]);
  const real = pods.filter((pod) => (pod['spec'] as { nodeName?: string }).nodeName === 'real').length;
  return [
    `pods        ${real} real, ${pods.length - real} simulated or waiting`,
    `Applications ${applications.length}`,
    ...applications.map(applicationLine),
  ];
}

function applicationLine(object: LiveObject): string {
  const state = applicationState(object);
  const why = isWell(state) ? '' : state.reason.slice(0, 200);
  return `  ${state.name.padEnd(32)} ${state.sync.padEnd(10)} ${state.health.padEnd(12)} ${why}`.trimEnd();
}
