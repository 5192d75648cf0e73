/** Which live objects have been written anew between two looks. */
import type { RunningCluster } from '@chimera/lab';

/** `metadata.generation` moves when a specification is written anew. Application objects are written by Argo CD itself. */
export async function generations(
  { client }: RunningCluster,
  objects: readonly { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } }[],
): Promise<Map<string, number>> {
  const result = new Map<string, number>();
  const kinds = new Map(objects.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]));
  for (const { apiVersion, kind } of kinds.values()) {
    if (kind === 'Application') continue;
    for (const { metadata } of await client.list(apiVersion, kind)) {
      if (metadata.generation === undefined) continue;
      if (
        !objects.some(
          (object) =>
            object.kind === kind &&
            object.metadata.name === metadata.name &&
            object.metadata.namespace === metadata.namespace,
        )
      )
        continue;
      result.set(`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, metadata.generation);
    }
  }
  return result;
}
