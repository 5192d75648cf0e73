/** Every file that a cluster renders to, and the runbooks of everything that any cluster may run. */
import { argocdFiles } from '@chimera/platform-argocd';
import { platform } from '@chimera/platform-catalog';
import {
  type AnyComponent,
  type Cluster,
  emitComponents,
  type Plan,
  planCluster,
  type RenderedFile,
} from '@chimera/platform-kit';
import { inventoryFiles } from './inventory.ts';
import { runbook } from './runbook.ts';

/** A file by its path below the repository's root. */
export interface TreeFile {
  readonly path: string;
  readonly text: string;
}

export interface ClusterTree {
  readonly plan: Plan;
  /** Kubernetes objects, in files below `gitops/`. */
  readonly objects: readonly RenderedFile[];
  /** Everything to write, in order of path. */
  readonly files: readonly TreeFile[];
}

export function renderCluster(cluster: Cluster): ClusterTree {
  const plan = planCluster(cluster, platform);
  const objects = [...emitComponents(plan), ...argocdFiles(plan)];
  const files = [...objects.map(({ path, text }) => ({ path: `gitops/${path}`, text })), ...inventoryFiles(plan)];
  return { plan, objects, files: files.sort(byPath) };
}

/** One page per component that declares alerts, whichever clusters and profiles run it. */
export function renderRunbooks(clusters: readonly Cluster[]): TreeFile[] {
  const components = new Map<string, AnyComponent>();
  for (const cluster of clusters) {
    for (const installation of Object.values(cluster.profiles).flat()) {
      components.set(installation.component.system.name, installation.component);
    }
  }
  return [...components.values()].flatMap((component) => runbook(component)).sort(byPath);
}

function byPath(a: TreeFile, b: TreeFile): number {
  return a.path < b.path ? -1 : 1;
}
