import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindLocal } from '@chimera/clusters';
import type { ClusterEngine, LiveObject, RunningCluster } from '@chimera/lab';
import { renderCluster } from '@chimera/platform-render';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applicationNames } from '../deploy/deploy.ts';
import { bringUp } from './bring-up.ts';

const tree = renderCluster(kindLocal);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bring-up-'));
  mkdirSync(join(folder, 'gitops', 'kind-local'), { recursive: true });
  writeFileSync(join(folder, 'gitops', 'kind-local', 'root.yaml'), 'the root');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** An engine that notes what is asked of it; its Applications appear with the root, well but for those named. */
function recording(unwell: readonly string[] = [], isDeployed = false): { engine: ClusterEngine; asked: string[] } {
  const asked: string[] = [];
  let hasRoot = isDeployed;
  /** Looks until Argo CD has taken the wish to compare again. */
  const refreshing = new Map<string, number>();
  const isAsked = (name: string): boolean => {
    const looks = refreshing.get(name) ?? 0;
    refreshing.set(name, looks - 1);
    return looks > 0;
  };
  const object = (name: string): LiveObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, annotations: isAsked(name) ? { 'argocd.argoproj.io/refresh': 'normal' } : {} },
    status: {
      sync: { status: unwell.includes(name) ? 'OutOfSync' : 'Synced' },
      health: { status: 'Healthy' },
      conditions: unwell.includes(name) ? [{ message: 'its image is gone' }] : [],
    },
  });
  const client = {
    apply: async (applied: LiveObject) => (asked.push(`${applied.kind} ${applied.metadata.name}`), applied),
    merge: async ({ name }: { name: string }) => void (asked.push(`refresh ${name}`), refreshing.set(name, 2)),
    list: async () => (hasRoot ? applicationNames(tree).map(object) : []),
  };
  const cluster = {
    client,
    git: { push: async (workingCopy: string) => (asked.push(`push ${workingCopy}`), '0123456789abcdef') },
    kubectl: async (args: readonly string[], input: string) => {
      asked.push(`kubectl ${args[0]} ${input}`);
      hasRoot = true;
      return '';
    },
  } as unknown as RunningCluster;
  const engine: ClusterEngine = {
    name: 'lab',
    prepare: async () => void asked.push('prepare'),
    create: async () => (asked.push('create'), cluster),
    find: async () => undefined,
    delete: async () => void asked.push('delete'),
  };
  return { engine, asked };
}

const options = (engine: ClusterEngine, asked: string[], seconds: number) => ({
  engine,
  tree,
  folder,
  progress: { say: () => {}, step: <T>(_: string, run: () => Promise<T>) => run() },
  show: (expected: number, waiting: readonly unknown[]) => void asked.push(`${waiting.length} of ${expected} waiting`),
  seconds,
  seed: async () => void asked.push('seed'),
});

test('builds, creates, pushes, seeds, and gives Argo CD its settings before the root', async () => {
  const { engine, asked } = recording();
  const { commit } = await bringUp(options(engine, asked, 1));
  expect(commit).toBe('0123456789abcdef');
  expect(asked.slice(0, 4)).toEqual(['prepare', 'create', `push ${folder}`, 'seed']);
  expect(asked.slice(4)).toContain('ConfigMap argocd-cm');
  expect(asked.slice(-2)).toEqual(['kubectl apply the root', `0 of ${tree.plan.components.length + 1} waiting`]);
});

test('an Application that does not become well is named with its reason, and the cluster stays', async () => {
  const { engine, asked } = recording(['mytsdb']);
  await expect(bringUp(options(engine, asked, 0.1))).rejects.toThrow(
    'after 0.1 s not Synced and Healthy:\n  mytsdb: OutOfSync Healthy its image is gone',
  );
  expect(asked).not.toContain('delete');
});

test('on a cluster that has the tree, well counts only after Argo CD has looked at the new commit', async () => {
  const { engine, asked } = recording([], true);
  await bringUp(options(engine, asked, 1));
  const names = applicationNames(tree);
  const root = asked.indexOf('kubectl apply the root');
  expect(asked.slice(root + 1, -1).sort()).toEqual(names.map((name) => `refresh ${name}`).sort());
  expect(asked.at(-1)).toBe(`0 of ${names.length} waiting`);
});
