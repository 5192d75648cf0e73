/** Argo CD's Applications as the checks see them: their state, and waiting for it with a list of those that are not there yet. */
import { type ApplicationState, applicationState, isWell, type RunningCluster } from '@chimera/lab';

export async function applications({ client }: RunningCluster): Promise<ApplicationState[]> {
  const objects = await client.list('argoproj.io/v1alpha1', 'Application', 'argocd');
  return objects.map(applicationState).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function application(cluster: RunningCluster, name: string): Promise<ApplicationState | undefined> {
  const object = await cluster.client.get({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    name,
    namespace: 'argocd',
  });
  return object && applicationState(object);
}

/** Asks Argo CD to compare again at once. */
export async function refresh(
  cluster: RunningCluster,
  name: string,
  kind: 'normal' | 'hard' = 'normal',
): Promise<void> {
  await cluster.client.merge(
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', name, namespace: 'argocd' },
    { metadata: { annotations: { 'argocd.argoproj.io/refresh': kind } } },
  );
}

/** Resolves when Argo CD has compared all Applications with the branch as it is now: until then 'well' is about an older commit. */
export async function compareAgain(cluster: RunningCluster): Promise<void> {
  // The repo server remembers for a second what a branch is.
  await pause(1_500);
  for (const { name } of await applications(cluster)) await refresh(cluster, name);
  await eventually('Argo CD to compare all Applications again', 120, async () => {
    const objects = await cluster.client.list('argoproj.io/v1alpha1', 'Application', 'argocd');
    return objects.every(({ metadata }) => metadata.annotations?.['argocd.argoproj.io/refresh'] === undefined);
  });
}

export type WaitOptions = {
  readonly seconds: number;
  /** Called on every look, with those that are not well yet. */
  readonly onLook?: (all: readonly ApplicationState[], waiting: readonly ApplicationState[]) => void;
  /** Names that must be there; Argo CD makes them one wave after the other. */
  readonly expected: readonly string[];
  readonly revision?: string;
};

/** Waits until every expected Application is Synced and Healthy; throws naming those that are not, and why. */
export async function allWell(
  cluster: RunningCluster,
  { seconds, onLook, expected, revision }: WaitOptions,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const all = await applications(cluster);
    const byName = new Map(all.map((state) => [state.name, state]));
    const waiting = expected.flatMap((name) => {
      const state = byName.get(name) ?? {
        name,
        sync: 'Missing',
        health: '',
        revision: '',
        reason: 'not created yet',
        reconciledAt: '',
      };
      return isWell(state) && (revision === undefined || state.revision === revision) ? [] : [state];
    });
    onLook?.(all, waiting);
    if (waiting.length === 0) return;
    if (Date.now() > end) {
      const list = waiting.map(({ name, sync, health, reason }) => `  ${name}: ${sync} ${health} ${reason}`.trimEnd());
      throw new Error(`after ${seconds} s not Synced and Healthy:\n${list.join('\n')}`);
    }
    await pause(500);
  }
}

/** Polls until `look` gives something; throws saying what was waited for. */
export async function eventually<T>(
  what: string,
  seconds: number,
  look: () => Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await pause(500);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
