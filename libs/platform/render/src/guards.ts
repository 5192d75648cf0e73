/** The guards over a rendered cluster, compared with what is committed. */
import { cpuMillis, memoryBytes } from '@chimera/platform-kit';
import { checkCluster, type RenderedObject, type Violation } from '@chimera/platform-policy';
import type { ClusterTree } from './tree.ts';

/** An object of the committed render. */
export interface CommittedFile {
  /** Below the repository's root. */
  readonly path: string;
  readonly object: RenderedObject;
}

export function checkTree(tree: ClusterTree, committed: readonly CommittedFile[]): Violation[] {
  const { cluster, components } = tree.plan;
  return checkCluster({
    cluster: {
      name: cluster.name,
      architecture: cluster.architecture,
      budget: { cpuMillis: cpuMillis(cluster.budget.cpu), memoryBytes: memoryBytes(cluster.budget.memory) },
      storageClasses: cluster.storageClasses,
      nodes: cluster.nodes,
    },
    objects: tree.objects.flatMap(({ object, also = [], path, component, team, source }) =>
      [object, ...also].map((one) => ({ object: one, path: `gitops/${path}`, component, team, source })),
    ),
    committed: committed.map(({ path, object }) => ({ path, object, component: componentOf(path) })),
    retired: cluster.retired.map(({ installation, keep }) => ({ component: installation.component.system.name, keep })),
    stateful: new Set(components.filter(({ system }) => system.stateful).map(({ system }) => system.name)),
    imports: components.flatMap(({ component, system, helm }) =>
      (helm?.brings ?? []).map((workload) => ({
        component: system.name,
        source: `${component.source.file}:${component.source.line}`,
        kind: workload.kind,
        name: workload.name,
        replicas: workload.replicas,
        images: workload.images,
        requests: {
          cpuMillis: cpuMillis(workload.resources.requests.cpu),
          memoryBytes: memoryBytes(workload.resources.requests.memory),
        },
      })),
    ),
  });
}

/** `gitops/<cluster>/components/<team>/<component>/<file>` or `gitops/<cluster>/applications/<component>.yaml`. */
function componentOf(path: string): string {
  const parts = path.split('/');
  if (parts[2] === 'components') return parts[4] ?? '';
  return (parts[parts.length - 1] ?? '').replace(/\.yaml$/, '');
}
