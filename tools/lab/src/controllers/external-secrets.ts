/**
 * Stands in for the External Secrets operator, whose program is not published as a Go module: copies keys from the
 * namespace that a ClusterSecretStore's Kubernetes provider names, and says Ready on stores and ExternalSecrets.
 */
import type { ClusterClient, LiveObject } from '../cluster/client.ts';

const API_VERSIONS = ['external-secrets.io/v1', 'external-secrets.io/v1beta1'];

type StoreSpec = { readonly provider?: Readonly<Record<string, { readonly remoteNamespace?: string } | undefined>> };

type SecretSpec = {
  readonly secretStoreRef?: { readonly name?: string };
  readonly target?: { readonly name?: string; readonly creationPolicy?: string; readonly template?: Template };
  readonly data?: readonly {
    readonly secretKey: string;
    readonly remoteRef: { readonly key: string; readonly property?: string };
  }[];
  readonly dataFrom?: readonly { readonly extract?: { readonly key: string } }[];
};

type Template = {
  readonly type?: string;
  readonly metadata?: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly data?: Readonly<Record<string, string>>;
};

type Bytes = Readonly<Record<string, string>>;
type Now = () => Date;

export async function syncExternalSecrets(cluster: ClusterClient, now: Now): Promise<void> {
  for (const apiVersion of API_VERSIONS) {
    const stores = await cluster.list(apiVersion, 'ClusterSecretStore');
    if (stores.length === 0) continue;
    for (const store of stores) {
      const [ok, message] = [remoteNamespace(store) !== undefined, 'store validated'];
      const reason = ok ? 'Valid' : 'InvalidProviderConfig';
      await setReady(cluster, store, ok, reason, ok ? message : 'the lab knows the kubernetes provider only', now);
    }
    const byName = new Map(stores.map((store) => [store.metadata.name, remoteNamespace(store)]));
    for (const secret of await cluster.list(apiVersion, 'ExternalSecret')) {
      const { secretStoreRef } = secret['spec'] as SecretSpec;
      const source = byName.get(secretStoreRef?.name ?? '');
      const problem =
        source === undefined
          ? `could not get ClusterSecretStore "${secretStoreRef?.name ?? ''}"`
          : await copy(cluster, secret, source);
      if (problem === undefined) await setReady(cluster, secret, true, 'SecretSynced', 'secret synced', now);
      else await setReady(cluster, secret, false, 'SecretSyncedError', problem, now);
    }
    return;
  }
}

/** Writes the target Secret when it differs; resolves to what is wrong, or undefined. */
async function copy(cluster: ClusterClient, secret: LiveObject, source: string): Promise<string | undefined> {
  const spec = secret['spec'] as SecretSpec;
  const found = await collect(cluster, spec, source);
  if (typeof found === 'string') return found;
  const { namespace = 'default' } = secret.metadata;
  const name = spec.target?.name ?? secret.metadata.name;
  const data = fillTemplate(found, spec.target?.template);
  const identity = { apiVersion: 'v1', kind: 'Secret', name, namespace };
  const present = await cluster.get(identity);
  if (present !== undefined && isSame((present['data'] ?? {}) as Bytes, data)) return undefined;
  const owned = (spec.target?.creationPolicy ?? 'Owner') === 'Owner';
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      ...spec.target?.template?.metadata,
      ...(owned && { ownerReferences: [ownerReference(secret)] }),
    },
    type: spec.target?.template?.type ?? 'Opaque',
    data,
  });
  console.log(`secret ${namespace}/${name} from ${source}`);
  return undefined;
}

async function collect(cluster: ClusterClient, spec: SecretSpec, source: string): Promise<Bytes | string> {
  const collected: Record<string, string> = {};
  for (const { extract } of spec.dataFrom ?? []) {
    const remote = extract && (await readRemote(cluster, source, extract.key));
    if (remote === undefined) return `no Secret ${source}/${extract?.key ?? ''} (npm run secrets -- seed)`;
    Object.assign(collected, remote);
  }
  for (const { secretKey, remoteRef } of spec.data ?? []) {
    const remote = await readRemote(cluster, source, remoteRef.key);
    if (remote === undefined) return `no Secret ${source}/${remoteRef.key} (npm run secrets -- seed)`;
    const value = remote[remoteRef.property ?? secretKey];
    if (value === undefined) return `no key ${remoteRef.property ?? secretKey} in Secret ${source}/${remoteRef.key}`;
    collected[secretKey] = value;
  }
  return collected;
}

async function readRemote(cluster: ClusterClient, namespace: string, name: string): Promise<Bytes | undefined> {
  const remote = await cluster.get({ apiVersion: 'v1', kind: 'Secret', name, namespace });
  return remote && ((remote['data'] ?? {}) as Bytes);
}

/** Templates with plain references, `{{ .key }}`; values stay base64 in between. */
function fillTemplate(values: Bytes, template: Template | undefined): Bytes {
  if (template?.data === undefined) return values;
  const text = (key: string): string => Buffer.from(values[key] ?? '', 'base64').toString('utf8');
  const fill = (line: string): string => line.replaceAll(/\{\{\s*\.(\w+)\s*\}\}/g, (_, key: string) => text(key));
  return Object.fromEntries(
    Object.entries(template.data).map(([key, line]) => [key, Buffer.from(fill(line)).toString('base64')]),
  );
}

function remoteNamespace(store: LiveObject): string | undefined {
  const { provider } = store['spec'] as StoreSpec;
  const kubernetes = provider?.['kubernetes'];
  return kubernetes && (kubernetes.remoteNamespace ?? 'default');
}

/** Writes the condition only when it changes: every write is an event that Argo CD follows. */
async function setReady(
  cluster: ClusterClient,
  { apiVersion, kind, metadata, ...object }: LiveObject,
  isReady: boolean,
  reason: string,
  message: string,
  now: Now,
): Promise<void> {
  const status = isReady ? 'True' : 'False';
  const before = (object['status'] as { conditions?: readonly Readonly<Record<string, string>>[] } | undefined)
    ?.conditions?.[0];
  if (before?.['status'] === status && before['message'] === message) return;
  const condition = { type: 'Ready', status, reason, message, lastTransitionTime: now().toISOString() };
  const { name, namespace } = metadata;
  await cluster.mergeStatus(
    { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) },
    { conditions: [condition], ...(kind === 'ExternalSecret' && { refreshTime: now().toISOString() }) },
  );
}

function ownerReference({ apiVersion, kind, metadata }: LiveObject): object {
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

function isSame(a: Bytes, b: Bytes): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
