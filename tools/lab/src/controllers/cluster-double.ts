/** A cluster in memory, for tests of the lab's loops: objects by kind and name, and what was written to it. */
import type { ClusterClient, Identity, LiveObject } from '../cluster/client.ts';

export type ClusterDouble = ClusterClient & { readonly writes: string[] };

export function clusterDouble(objects: readonly object[]): ClusterDouble {
  const keyOf = ({ apiVersion, kind, name, namespace }: Identity): string =>
    `${apiVersion} ${kind} ${namespace ?? ''}/${name}`;
  const identityOf = ({ apiVersion, kind, metadata }: LiveObject): Identity => ({ apiVersion, kind, ...metadata });
  const live = new Map(
    (objects as readonly LiveObject[]).map((object) => [keyOf(identityOf(object)), structuredClone(object)]),
  );
  const writes: string[] = [];
  const put = (verb: string, object: object): LiveObject => {
    const made = structuredClone(object) as LiveObject;
    writes.push(`${verb} ${made.kind} ${made.metadata.namespace ?? ''}/${made.metadata.name}`);
    live.set(keyOf(identityOf(made)), made);
    return made;
  };
  const present = (identity: Identity): LiveObject => {
    const object = live.get(keyOf(identity));
    if (object === undefined) throw new Error(`no ${keyOf(identity)}`);
    return object;
  };
  return {
    writes,
    get: async (identity) => live.get(keyOf(identity)),
    list: async (apiVersion, kind, namespace) =>
      [...live.values()].filter(
        (object) =>
          object.apiVersion === apiVersion &&
          object.kind === kind &&
          (namespace === undefined || object.metadata.namespace === namespace),
      ),
    create: async (object) => put('create', object),
    apply: async (object) => put('apply', object),
    merge: async (identity, fields) => put('merge', { ...present(identity), ...fields }),
    mergeStatus: async (identity, status) => {
      const object = present(identity);
      put('status', { ...object, status: { ...(object['status'] as object | undefined), ...status } });
    },
    delete: async (identity) => void live.delete(keyOf(identity)),
  };
}
