import { configMap, customObject } from '@chimera/platform-kit';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { argocdFiles } from './argocd-files.ts';
import { systems, testComponent, testPlan } from './test-plan.ts';

const pushgateway = testComponent(systems.pushgateway, (context) => {
  configMap(context, 'settings', { a: 'b' });
});
const crds = testComponent(systems.traefikCrds, (context) => {
  customObject(context, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'middlewares.traefik.io' },
    spec: { group: 'traefik.io', conversion: { strategy: 'Webhook' } },
  });
});

/** Spec and metadata of a rendered file. */
function at(path: string, plan = testPlan([pushgateway, crds])) {
  const file = argocdFiles(plan).find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`no ${path}`);
  return JSON.parse(JSON.stringify(file.object)) as {
    metadata: { annotations: Record<string, string>; finalizers?: string[]; labels: Record<string, string> };
    spec: Record<string, never>;
  };
}

test('a root, a project per team that has components, an Application per component', () => {
  expect(argocdFiles(testPlan([pushgateway, crds])).map(({ path }) => path)).toEqual([
    'test/applications/namespaces-api-ecosystem.yaml',
    'test/applications/namespaces-observability.yaml',
    'test/applications/pushgateway.yaml',
    'test/applications/traefik-crds.yaml',
    'test/projects/api-ecosystem.yaml',
    'test/projects/default.yaml',
    'test/projects/observability.yaml',
    'test/root.yaml',
  ]);
});

test('an Application syncs by itself, on the server side, and tries again with the newest commit', () => {
  const { metadata, spec } = at('test/applications/pushgateway.yaml');
  expect(metadata.labels).toMatchObject({
    'app.kubernetes.io/part-of': 'chimera',
    'chimera.dev/team': 'observability',
  });
  expect(metadata.annotations).toEqual({
    'argocd.argoproj.io/sync-wave': '1',
    'argocd.argoproj.io/manifest-generate-paths': '.',
  });
  expect(spec).toMatchObject({
    project: 'observability',
    source: {
      repoURL: 'http://git.test/chimera.git',
      targetRevision: 'main',
      path: 'gitops/test/components/observability/pushgateway',
    },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'monitoring' },
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      syncOptions: [
        'ServerSideApply=true',
        'PruneLast=true',
        'FailOnSharedResource=true',
        'RespectIgnoreDifferences=true',
      ],
      retry: { refresh: true },
    },
  });
});

test('only what keeps no data is deleted with its Application', () => {
  expect(at('test/applications/pushgateway.yaml').metadata.finalizers).toEqual([
    'resources-finalizer.argocd.argoproj.io/foreground',
  ]);
  for (const name of ['traefik-crds', 'namespaces-observability'])
    expect(at(`test/applications/${name}.yaml`).metadata.finalizers).toBeUndefined();
});

test('children are held at the promoted commit, the root follows the branch', () => {
  const promoted = '0123456789abcdef0123456789abcdef01234567';
  const plan = testPlan([pushgateway], { promoted });
  expect(at('test/applications/pushgateway.yaml', plan).spec).toMatchObject({ source: { targetRevision: promoted } });
  const root = argocdFiles(plan).find(({ path }) => path === 'test/root.yaml');
  expect(root?.also?.[0]?.['spec']).toMatchObject({ source: { targetRevision: 'main' } });
  expect(() => argocdFiles(testPlan([pushgateway], { promoted: 'v1' }))).toThrow(
    'names "v1", which is not a whole commit id',
  );
});

test('the root file is a project and an Application that leaves pauses of children alone', () => {
  const root = argocdFiles(testPlan([pushgateway])).find(({ path }) => path === 'test/root.yaml');
  const documents = parseAllDocuments(root?.text ?? '').map((document) => document.toJS());
  expect(documents).toEqual([root?.object, root?.also?.[0]]);
  const [project, application] = documents;
  expect(project.spec.namespaceResourceWhitelist.map(({ kind }: { kind: string }) => kind)).toEqual([
    'AppProject',
    'Application',
  ]);
  expect(project.spec.clusterResourceWhitelist).toEqual([]);
  expect(application.metadata.finalizers).toBeUndefined();
  expect(application.spec.ignoreDifferences).toEqual([
    { group: 'argoproj.io', kind: 'Application', jsonPointers: ['/spec/syncPolicy/automated'] },
  ]);
  expect(application.spec.source).toMatchObject({
    path: 'gitops/test',
    directory: { recurse: true, include: '{applications,projects}/*.yaml' },
  });
});

test('a project reaches the namespaces of its team, also those where nothing is left, and makes no Applications', () => {
  const { spec } = at('test/projects/observability.yaml');
  expect(spec).toMatchObject({
    sourceRepos: ['http://git.test/chimera.git'],
    destinations: ['monitoring', 'mytsdb', 'node-agents'].map((namespace) => ({
      name: 'in-cluster',
      server: 'https://kubernetes.default.svc',
      namespace,
    })),
    namespaceResourceBlacklist: [
      { group: 'argoproj.io', kind: 'Application' },
      { group: 'argoproj.io', kind: 'ApplicationSet' },
      { group: 'argoproj.io', kind: 'AppProject' },
    ],
  });
  expect(at('test/projects/default.yaml').spec).toMatchObject({ sourceRepos: [], destinations: [] });
});

test("an object in another team's namespace, or of a cluster-scoped kind that is not listed, is refused", () => {
  const stray = testComponent(systems.pushgateway, (context) => {
    customObject(context, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'vault' } });
  });
  expect(() => argocdFiles(testPlan([stray]))).toThrow('namespace "vault" belongs to API Ecosystem');
  const storage = testComponent(systems.pushgateway, (context) => {
    customObject(context, { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'fast' } });
  });
  expect(() => argocdFiles(testPlan([storage]))).toThrow(
    "a cluster-scoped kind that Observability may not bring. Add { group: 'storage.k8s.io', kind: 'StorageClass' }",
  );
});

test('what a webhook writes into a definition is no difference', () => {
  expect(at('test/applications/traefik-crds.yaml').spec).toMatchObject({
    ignoreDifferences: [
      {
        group: 'apiextensions.k8s.io',
        kind: 'CustomResourceDefinition',
        name: 'middlewares.traefik.io',
        jqPathExpressions: ['.spec.conversion.webhook.clientConfig.caBundle'],
      },
    ],
  });
});

test('a project admits the namespaces of its team by name, and no other', () => {
  const project = argocdFiles(testPlan([pushgateway])).find(({ path }) => path === 'test/projects/observability.yaml');
  const spec = project?.object['spec'] as { clusterResourceWhitelist: { kind: string; name?: string }[] };
  const admitted = spec.clusterResourceWhitelist.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name);
  expect(admitted).toEqual(['monitoring', 'mytsdb', 'node-agents']);
});
