/** 1. Every object of both clusters' trees is accepted by the API server, Pod Security enforced, without a warning. */
import { clusters } from '@chimera/clusters';
import type { LiveObject, RunningCluster } from '@chimera/lab';
import { renderCluster } from '@chimera/platform-render';
import type { Check } from './check.ts';

type Rendered = Pick<LiveObject, 'apiVersion' | 'kind' | 'metadata'> & { readonly spec?: unknown };

/** Kinds that are tried as updates of what runs: their names mean something. */
const UNDER_THEIR_NAMES: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition']);

export const accepted: Check = {
  name: 'every object is accepted by server-side dry-run, without a warning',
  async *run({ cluster, running }) {
    for (const each of clusters) {
      const objects: Rendered[] = renderCluster(each).objects.flatMap(({ object, also = [] }) => [object, ...also]);
      // A dry run makes nothing, so that objects in namespaces of the other cluster would have nowhere to be.
      const created: string[] = [];
      for (const object of objects.filter(({ kind }) => kind === 'Namespace')) {
        const present = await cluster.client.get({ apiVersion: 'v1', kind: 'Namespace', name: object.metadata.name });
        if (present !== undefined) continue;
        await cluster.client.apply(object);
        created.push(object.metadata.name);
      }
      try {
        const tried = each.name === running ? objects : await besideWhatRuns(cluster, objects);
        await cluster.kubectl(
          ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--warnings-as-errors', '-f', '-'],
          tried.map((object) => JSON.stringify(object)).join('\n---\n'),
        );
      } finally {
        for (const namespace of created)
          await cluster.client.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
      }
      yield `${each.name}: ${objects.length} objects accepted, no warning`;
    }
  },
};

/** Objects that the running tree has too get another name: as updates of it they would be judged by what may change. */
async function besideWhatRuns({ client }: RunningCluster, objects: readonly Rendered[]): Promise<Rendered[]> {
  const taken = new Set<string>();
  const kinds = new Map(objects.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]));
  for (const { apiVersion, kind } of kinds.values()) {
    if (UNDER_THEIR_NAMES.has(kind)) continue;
    for (const { metadata } of await client.list(apiVersion, kind)) taken.add(identity({ apiVersion, kind, metadata }));
  }
  return objects.map((object) =>
    taken.has(identity(object)) && !pinsNodePort(object)
      ? { ...object, metadata: { ...object.metadata, name: `${object.metadata.name}-beside` } }
      : object,
  );
}

/** A node port is taken once: its Service is tried as an update. */
function pinsNodePort({ kind, spec }: Rendered): boolean {
  const { ports = [] } = (kind === 'Service' ? spec : {}) as { ports?: readonly { nodePort?: number }[] };
  return ports.some(({ nodePort }) => nodePort !== undefined);
}

function identity({ apiVersion, kind, metadata }: Rendered): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}
