/** 1. Every object of both clusters' trees is accepted by the API server, Pod Security enforced, without a warning. */
import { clusters } from '@chimera/clusters';
import { renderCluster } from '@chimera/platform-render';
import type { Check } from './check.ts';

export const accepted: Check = {
  name: 'every object is accepted by server-side dry-run, without a warning',
  async *run({ cluster }) {
    for (const { name } of clusters) {
      const tree = renderCluster(clusters.find((each) => each.name === name) as (typeof clusters)[number]);
      const objects = tree.objects.flatMap(({ object, also = [] }) => [object, ...also]);
      // A dry run makes nothing, so that objects in namespaces of the other cluster would have nowhere to be.
      const created: string[] = [];
      for (const object of objects.filter(({ kind }) => kind === 'Namespace')) {
        const present = await cluster.client.get({ apiVersion: 'v1', kind: 'Namespace', name: object.metadata.name });
        if (present !== undefined) continue;
        await cluster.client.apply(object);
        created.push(object.metadata.name);
      }
      try {
        await cluster.kubectl(
          ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--warnings-as-errors', '-f', '-'],
          objects.map((object) => JSON.stringify(object)).join('\n---\n'),
        );
      } finally {
        for (const namespace of created)
          await cluster.client.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
      }
      yield `${name}: ${objects.length} objects accepted, no warning`;
    }
  },
};
