import { platform } from '@chimera/platform-catalog';
import { type ApiObjectJson, defineCluster, install, planCluster } from '@chimera/platform-kit';
import { expect, test } from 'vitest';
import { externalSecrets } from './external-secrets.ts';
import { externalSecretsCrds } from './external-secrets-crds.ts';
import { traefikCrds } from './traefik-crds.ts';
import { vault } from './vault.ts';

/** External Secrets as a cluster with that store renders it; alerts are left out, since nobody brings their definitions here. */
function objects(secretStore: 'kubernetes' | 'vault'): { requires: ReadonlySet<string>; all: ApiObjectJson[] } {
  const silent = { alerts: { none: 'not looked at here' } };
  const cluster = defineCluster({
    name: 'test',
    kubernetes: '1.34',
    server: 'https://kubernetes.default.svc',
    domain: 'example.com',
    tls: false,
    architecture: 'amd64',
    nodes: 1,
    storageClasses: ['standard'],
    loadBalancer: false,
    registry: 'localhost:5001',
    repository: { url: 'http://git.example.com/chimera.git', revision: 'main', web: 'http://git.example.com' },
    secretStore,
    budget: { cpu: '4', memory: '8Gi' },
    profiles: {
      all: [
        install(externalSecretsCrds),
        install({ ...externalSecrets, ...silent }),
        install(traefikCrds),
        install({ ...vault, ...silent }),
      ],
    },
    run: ['all'],
  });
  const built = planCluster(cluster, platform).components.find(({ system }) => system.name === 'external-secrets');
  return { requires: built?.requires ?? new Set(), all: (built?.objects ?? []).map(({ object }) => object) };
}

const byKind = (all: readonly ApiObjectJson[], kind: string) => all.filter((object) => object.kind === kind);

/** What a role lets somebody do, as `verb resource(names)`. */
const rights = (role: ApiObjectJson | undefined) =>
  (role?.['rules'] as { verbs: string[]; resources: string[]; resourceNames?: string[] }[]).flatMap(
    ({ verbs, resources, resourceNames }) =>
      resources.map((resource) => `${verbs.join('|')} ${resource}${resourceNames ? `(${resourceNames.join()})` : ''}`),
  );

test.each([
  ['kubernetes', 'secrets-source', { remoteNamespace: 'secrets-source' }],
  ['vault', 'external-secrets', { server: 'http://vault.vault.svc.cluster.local:8200', path: 'secret', version: 'v2' }],
] as const)('%s: the store reads with an account in %s', (store, namespace, fields) => {
  const { all } = objects(store);
  const [found, ...others] = byKind(all, 'ClusterSecretStore');
  expect(others).toEqual([]);
  expect(found?.metadata.name).toBe('platform');
  const { provider } = found?.['spec'] as { provider: Record<string, Record<string, unknown>> };
  expect(Object.keys(provider)).toEqual([store]);
  expect(provider[store]).toMatchObject(fields);
  expect(JSON.stringify(provider)).toContain(`"name":"external-secrets-store","namespace":"${namespace}"`);
  expect(
    byKind(all, 'ServiceAccount').some(
      ({ metadata }) => metadata.name === 'external-secrets-store' && metadata.namespace === namespace,
    ),
  ).toBe(true);
});

test('the store comes after the webhook that checks it, and after Vault where that is the store', () => {
  const { all, requires } = objects('vault');
  expect(byKind(all, 'ClusterSecretStore')[0]?.metadata.annotations?.['argocd.argoproj.io/sync-wave']).toBe('1');
  expect(requires).toContain('vault');
  expect(objects('kubernetes').requires).not.toContain('vault');
});

test('the operator makes tokens for the account of the store only; that account reads one namespace', () => {
  const { all } = objects('kubernetes');
  const roles = [...byKind(all, 'Role'), ...byKind(all, 'ClusterRole')];
  expect(roles.flatMap(rights).filter((right) => right.includes('serviceaccounts/token'))).toEqual([
    'create serviceaccounts/token(external-secrets-store)',
  ]);
  const reader = roles.find(({ metadata }) => metadata.name === 'external-secrets-store');
  expect(reader).toMatchObject({ kind: 'Role', metadata: { namespace: 'secrets-source' } });
  expect(rights(reader)).toEqual(['get|list|watch secrets']);
});

test('the certificate controller changes its own Secret and its own two webhooks, nothing else', () => {
  const { all } = objects('kubernetes');
  const changes = [...byKind(all, 'Role'), ...byKind(all, 'ClusterRole')]
    .filter(({ metadata }) => metadata.name.endsWith('cert-controller'))
    .flatMap(rights)
    .filter((right) => /update|patch|create|delete/.test(right) && !/ (?:leases|events)$/.test(right));
  expect(changes.sort()).toEqual([
    'get|update|patch secrets(external-secrets-webhook)',
    'update|patch validatingwebhookconfigurations(secretstore-validate,externalsecret-validate)',
  ]);
});

test('every webhook points at a port that its Service has', () => {
  const { all } = objects('kubernetes');
  const [service] = byKind(all, 'Service');
  const ports = (service?.['spec'] as { ports: { port: number }[] }).ports.map(({ port }) => port);
  const targets = byKind(all, 'ValidatingWebhookConfiguration').flatMap((configuration) =>
    (configuration['webhooks'] as { clientConfig: { service: { name: string; port: number } } }[]).map(
      ({ clientConfig }) => clientConfig.service,
    ),
  );
  expect(targets).toHaveLength(3);
  for (const target of targets) {
    expect(target.name).toBe(service?.metadata.name);
    expect(ports).toContain(target.port);
  }
});
