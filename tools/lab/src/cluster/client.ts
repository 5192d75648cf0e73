/** Objects of the cluster as plain JSON, over the official client: what the lab's own loops and the proofs need, and no more. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '@kubernetes/client-node';

/** Any object, as the API gives it. */
export type LiveObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly object[];
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
  };
  readonly [field: string]: unknown;
};

export type Identity = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
};

export type ClusterClient = {
  /** undefined when there is no such object, or no such kind. */
  get(identity: Identity): Promise<LiveObject | undefined>;
  /** Empty when there is no such kind. Without a namespace: of all. */
  list(apiVersion: string, kind: string, namespace?: string): Promise<LiveObject[]>;
  create(object: object): Promise<LiveObject>;
  /** Server-side apply by the manager `lab`, taking fields over. */
  apply(object: object): Promise<LiveObject>;
  /** Sets fields of an object; null removes one. */
  merge(identity: Identity, fields: object): Promise<LiveObject>;
  /** Sets fields of its status. */
  mergeStatus(identity: Identity, status: object): Promise<void>;
  /** No error when it is gone already. */
  delete(identity: Identity): Promise<void>;
};

/** Loads the official client, which takes half a second, at the first call. */
export async function openCluster(kubeconfig: string): Promise<ClusterClient> {
  const {
    KubeConfig,
    KubernetesObjectApi,
    PatchStrategy,
    ApiException,
    CoreV1Api,
    CustomObjectsApi,
    setHeaderOptions,
  } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const objects = KubernetesObjectApi.makeApiClient(config);
  const custom = config.makeApiClient(CustomObjectsApi);
  const core = config.makeApiClient(CoreV1Api);
  const isMissing = (error: unknown): boolean =>
    (error instanceof ApiException && error.code === 404) ||
    (error instanceof Error && error.message.startsWith('Unrecognized API version and kind'));
  const busy = (error: unknown): boolean => error instanceof ApiException && error.code === BUSY;
  const header = ({ apiVersion, kind, name, namespace }: Identity) => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  });
  const asLive = (object: KubernetesObject): LiveObject => object as unknown as LiveObject;
  /** The client turns timestamps into Dates: back to what the API says. */
  const plain = (object: KubernetesObject): LiveObject =>
    asLive(JSON.parse(JSON.stringify(object)) as KubernetesObject);
  const client: ClusterClient = {
    async get(identity) {
      try {
        return plain(await objects.read(header(identity)));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async list(apiVersion, kind, namespace) {
      try {
        const { items } = await objects.list(apiVersion, kind, namespace);
        return items.map((item) => ({ ...plain(item), apiVersion, kind }));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    async create(object) {
      return plain(await objects.create(object as KubernetesObject));
    },
    async apply(object) {
      const spec = object as KubernetesObject;
      return plain(await objects.patch(spec, undefined, undefined, 'lab', true, PatchStrategy.ServerSideApply));
    },
    async merge(identity, fields) {
      const named = header(identity);
      const spec = {
        ...named,
        ...fields,
        metadata: { ...(fields as { metadata?: object }).metadata, ...named.metadata },
      };
      return plain(
        await objects.patch(
          spec as KubernetesObject,
          undefined,
          undefined,
          undefined,
          undefined,
          PatchStrategy.MergePatch,
        ),
      );
    },
    async mergeStatus({ apiVersion, kind, name, namespace }, status) {
      const [group = '', version = ''] = apiVersion.split('/');
      const target = { group, version, plural: pluralOf(kind), name, body: { status } };
      const options = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
      if (apiVersion === 'v1' && kind === 'Service') {
        await core.patchNamespacedServiceStatus({ name, namespace: namespace ?? 'default', body: { status } }, options);
      } else if (namespace === undefined) await custom.patchClusterCustomObjectStatus(target, options);
      else await custom.patchNamespacedCustomObjectStatus({ ...target, namespace }, options);
    },
    async delete(identity) {
      try {
        await objects.delete(header(identity) as KubernetesObject);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
  const patient = Object.entries(client).map(([name, call]: [string, (...args: never[]) => Promise<unknown>]) => [
    name,
    (...args: never[]) => whileBusy(busy, () => call(...args)),
  ]);
  return Object.fromEntries(patient) as ClusterClient;
}

const BUSY = 429;
const TRIES = 20;

/** The API server refuses a kind's requests for a second when the kind's definition has changed, and asks to come again. */
async function whileBusy<T>(busy: (error: unknown) => boolean, call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (tries === TRIES || !busy(error)) throw error;
      await sleep(1_000);
    }
  }
}

/** Of the kinds whose status the lab writes. */
function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower.endsWith('s')) return `${lower}es`;
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
