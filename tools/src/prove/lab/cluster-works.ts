/** What a cluster must do: run a pod for real under Pod Security, reach it by name, simulate one, give volumes, addresses and secrets. */
import { type RunningCluster, waitFor } from '@chimera/lab';
import { inRepo } from '../../workspace.ts';

const LIMIT_SEC = 120;
const NAMESPACE = 'lab-proof';
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 10001,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

export async function* clusterWorks(cluster: RunningCluster): AsyncGenerator<string> {
  const { client } = cluster;
  await client.apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
  const privileged = await client
    .create(pod('refused', 'busybox:1.37', ['id'], { privileged: true }))
    .then(() => 'accepted', String);
  if (!privileged.includes('violates PodSecurity')) throw new Error(`a privileged pod: ${privileged}`);
  await client.create(pod('web', 'busybox:1.37', ['httpd', '-f', '-p', '8080', '-h', '/etc'], RESTRICTED));
  await client.create(pod('pretended', 'example.org/not-here:1', ['x'], RESTRICTED));
  await client.create(service('web', 'ClusterIP'));
  await client.create(service('outside', 'LoadBalancer'));
  await client.create({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: NAMESPACE },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  await waitFor('both pods ready', LIMIT_SEC, async () => {
    const pods = await client.list('v1', 'Pod', NAMESPACE);
    const nodes = pods.filter(isReady).map(({ spec }) => (spec as { nodeName: string }).nodeName);
    return nodes.sort().join() === 'real,simulated';
  });
  yield 'Pod Security refuses a privileged pod; an imported image runs on the node real, another is simulated';
  const ask = ['wget', '-qO-', `http://web.${NAMESPACE}.svc.cluster.local/hostname`];
  await waitFor('an answer by the Service name', LIMIT_SEC, async () => {
    const said = await cluster.kubectl(['-n', NAMESPACE, 'exec', 'web', '--', ...ask]);
    return said.trim() === 'web';
  });
  const logs = await cluster.kubectl(['-n', NAMESPACE, 'logs', 'web']);
  yield `cluster DNS, Service, exec and logs work (${logs.length} bytes of log)`;
  await waitFor('the claim bound', LIMIT_SEC, async () => {
    const claim = await client.get({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      name: 'data',
      namespace: NAMESPACE,
    });
    return (claim?.['status'] as { phase?: string } | undefined)?.phase === 'Bound';
  });
  await waitFor('the address of a LoadBalancer', LIMIT_SEC, async () => {
    const outside = await client.get({ apiVersion: 'v1', kind: 'Service', name: 'outside', namespace: NAMESPACE });
    return JSON.stringify(outside?.['status']).includes('10.244.0.1');
  });
  yield 'a claim gets a volume, a LoadBalancer an address';
  yield* externalSecrets(cluster);
  await client.delete({ apiVersion: 'v1', kind: 'Namespace', name: NAMESPACE });
}

async function* externalSecrets(cluster: RunningCluster): AsyncGenerator<string> {
  const { client } = cluster;
  const crds = inRepo('libs', 'platform', 'components', 'api-ecosystem', 'crds', 'external-secrets');
  await cluster.kubectl(['apply', '--server-side', '-f', crds]);
  const source = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'secrets-source' } };
  await client.apply(source);
  const password = Buffer.from('geheim').toString('base64');
  const store = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: 'platform' },
    spec: {
      provider: {
        kubernetes: {
          remoteNamespace: 'secrets-source',
          server: { caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', namespace: 'default', key: 'ca.crt' } },
          auth: { serviceAccount: { name: 'external-secrets', namespace: 'default' } },
        },
      },
    },
  };
  await waitFor('the CRD', LIMIT_SEC, async () => (await client.apply(store)) !== undefined);
  await client.apply({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'login', namespace: NAMESPACE },
    spec: {
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'platform' },
      target: { name: 'login' },
      data: [{ secretKey: 'password', remoteRef: { key: 'grafana', property: 'password' } }],
    },
  });
  const identity = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    name: 'login',
    namespace: NAMESPACE,
  };
  const condition = async (): Promise<string> =>
    JSON.stringify(
      ((await client.get(identity))?.['status'] as { conditions?: unknown } | undefined)?.conditions ?? '',
    );
  await waitFor('a reason', LIMIT_SEC, async () => (await condition()).includes('no Secret secrets-source/grafana'));
  await client.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'grafana', namespace: 'secrets-source' },
    data: { password },
  });
  await waitFor('the ExternalSecret ready', LIMIT_SEC, async () => (await condition()).includes('SecretSynced"'));
  const copied = await client.get({ apiVersion: 'v1', kind: 'Secret', name: 'login', namespace: NAMESPACE });
  if ((copied?.['data'] as { password?: string }).password !== password) throw new Error('the copied secret differs');
  yield 'an ExternalSecret names what it lacks, and is copied and Ready when that is there';
  await client.delete({ apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore', name: 'platform' });
}

function pod(name: string, image: string, command: readonly string[], securityContext: object): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE, labels: { app: name } },
    spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image, command, securityContext }] },
  };
}

function service(name: string, type: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: NAMESPACE },
    spec: { type, selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
  };
}

function isReady(pod: { readonly [field: string]: unknown }): boolean {
  const { conditions = [] } = (pod['status'] ?? {}) as { conditions?: readonly { type: string; status: string }[] };
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
