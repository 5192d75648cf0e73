import { expect, test } from 'vitest';
import { clusterDouble } from './cluster-double.ts';
import { syncExternalSecrets } from './external-secrets.ts';

const API = 'external-secrets.io/v1';
const now = () => new Date('2026-01-01T00:00:00Z');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const store = (provider: object) => ({
  apiVersion: API,
  kind: 'ClusterSecretStore',
  metadata: { name: 'platform' },
  spec: { provider },
});
const KUBERNETES = store({ kubernetes: { remoteNamespace: 'secrets-source' } });
const SOURCE = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'grafana', namespace: 'secrets-source' },
  data: { password: base64('geheim'), user: base64('admin') },
};
const wanted = (target: object = {}, more: object = {}) => ({
  apiVersion: API,
  kind: 'ExternalSecret',
  metadata: { name: 'login', namespace: 'monitoring', uid: 'u1' },
  spec: {
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'platform' },
    target: { name: 'grafana-login', ...target },
    data: [{ secretKey: 'pass', remoteRef: { key: 'grafana', property: 'password' } }],
    ...more,
  },
});
const SECRET = { apiVersion: 'v1', kind: 'Secret', name: 'grafana-login', namespace: 'monitoring' };

async function reconciled(...objects: readonly object[]) {
  const cluster = clusterDouble(objects);
  await syncExternalSecrets(cluster, now);
  const identity = { apiVersion: API, kind: 'ExternalSecret', name: 'login', namespace: 'monitoring' };
  const status = (await cluster.get(identity))?.['status'] as { conditions: Record<string, string>[] } | undefined;
  return { cluster, condition: status?.conditions[0], secret: await cluster.get(SECRET) };
}

test('copies the named key, owned by the ExternalSecret, and says Ready on it and on the store', async () => {
  const { cluster, condition, secret } = await reconciled(KUBERNETES, SOURCE, wanted());
  expect(secret).toMatchObject({ type: 'Opaque', data: { pass: base64('geheim') } });
  expect(secret?.metadata.ownerReferences).toMatchObject([{ uid: 'u1', controller: true }]);
  expect(condition).toMatchObject({ type: 'Ready', status: 'True', reason: 'SecretSynced' });
  expect(cluster.writes).toContain('status ClusterSecretStore /platform');
});

test('a second look writes nothing; a changed value is copied again', async () => {
  const { cluster } = await reconciled(KUBERNETES, SOURCE, wanted());
  cluster.writes.length = 0;
  await syncExternalSecrets(cluster, now);
  expect(cluster.writes).toEqual([]);
  await cluster.apply({ ...SOURCE, data: { password: base64('neu') } });
  await syncExternalSecrets(cluster, now);
  expect((await cluster.get(SECRET))?.['data']).toEqual({ pass: base64('neu') });
});

test('fills a template, and takes whole secrets', async () => {
  const template = { type: 'kubernetes.io/basic-auth', data: { url: 'http://{{ .user }}:{{ .password }}@x' } };
  const { secret } = await reconciled(
    KUBERNETES,
    SOURCE,
    wanted({ template, creationPolicy: 'Orphan' }, { data: [], dataFrom: [{ extract: { key: 'grafana' } }] }),
  );
  expect(secret).toMatchObject({ type: 'kubernetes.io/basic-auth', data: { url: base64('http://admin:geheim@x') } });
  expect(secret?.metadata.ownerReferences).toBeUndefined();
});

test.each([
  ['no source', [KUBERNETES], 'no Secret secrets-source/grafana (npm run secrets -- seed)'],
  ['no key', [KUBERNETES, { ...SOURCE, data: {} }], 'no key password in Secret secrets-source/grafana'],
  ['another provider', [store({ vault: {} }), SOURCE], 'could not get ClusterSecretStore "platform"'],
])('%s: not Ready, and why', async (_, objects, message) => {
  const { condition, secret } = await reconciled(...objects, wanted());
  expect(condition).toMatchObject({ status: 'False', reason: 'SecretSyncedError', message });
  expect(secret).toBeUndefined();
});
