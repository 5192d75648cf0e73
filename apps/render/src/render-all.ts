/** One run of render: trees, guards, then files. Nothing is written while a guard is broken. */
import { teamIds } from '@chimera/platform-catalog';
import { type Cluster, RenderError } from '@chimera/platform-kit';
import { formatViolations } from '@chimera/platform-policy';
import {
  type ClusterTree,
  checkTree,
  committedObjects,
  renderCluster,
  renderRunbooks,
  type TreeFile,
} from '@chimera/platform-render';
import { type Changes, compareOwned, writeOwned } from './owned-files.ts';

export interface RenderOptions {
  readonly root: string;
  readonly clusters: readonly Cluster[];
  readonly check: boolean;
  readonly base: string;
  readonly cluster?: string | undefined;
  readonly team?: string | undefined;
  readonly shared: boolean;
  readonly runbooks: boolean;
  readonly print: (line: string) => void;
}

/** What belongs to the cluster as a whole, below `gitops/<cluster>`. */
const SHARED = ['applications', 'inventory', 'projects', 'root.yaml'];

/** Exit code: 0 done or fresh, 1 stale or a guard broken. */
export function renderAll(options: RenderOptions): 0 | 1 {
  const { root, print } = options;
  const chosen = options.clusters.filter(({ name }) => options.cluster === undefined || name === options.cluster);
  if (chosen.length === 0) {
    throw new RenderError(
      'invalid-name',
      `There is no cluster "${options.cluster}". Clusters: ${options.clusters.map(({ name }) => name).join(', ')}.`,
    );
  }
  if (options.team !== undefined && !(teamIds as readonly string[]).includes(options.team)) {
    throw new RenderError('invalid-name', `There is no team "${options.team}". Teams: ${teamIds.join(', ')}.`);
  }
  const parts = [
    options.team !== undefined && '--team',
    options.shared && '--shared',
    options.runbooks && '--runbooks',
  ];
  if (parts.filter((part) => part !== false).length > 1) {
    throw new RenderError(
      'invalid-input',
      `${parts.filter((part) => part !== false).join(' and ')} name different parts of the render: give one of them, or none for all.`,
    );
  }
  const trees = chosen.map(renderCluster);
  if (options.team === undefined) {
    const violations = trees.flatMap((tree) =>
      checkTree(tree, committedObjects(root, options.base, `gitops/${tree.plan.cluster.name}`, tree.objects)),
    );
    if (violations.length > 0) {
      print(formatViolations(violations));
      return 1;
    }
  }
  const { owned, files } = scope(options, trees);
  const changes = options.check ? compareOwned(root, owned, files) : writeOwned(root, owned, files);
  return report(options, trees, changes);
}

/** The paths this run answers for, and what they should hold. */
function scope(options: RenderOptions, trees: readonly ClusterTree[]): { owned: string[]; files: TreeFile[] } {
  const all = [...trees.flatMap(({ files }) => files), ...renderRunbooks(options.clusters)];
  const folders = trees.map(({ plan }) => `gitops/${plan.cluster.name}`);
  let owned = ['gitops', 'docs/runbooks'];
  if (options.runbooks) owned = ['docs/runbooks'];
  else if (options.team !== undefined) owned = folders.map((folder) => `${folder}/components/${options.team}`);
  else if (options.shared) owned = folders.flatMap((folder) => SHARED.map((part) => `${folder}/${part}`));
  else if (options.cluster !== undefined) owned = folders;
  const inside = (path: string) => owned.some((folder) => path === folder || path.startsWith(`${folder}/`));
  return { owned, files: all.filter(({ path }) => inside(path)) };
}

function report(
  { check, print }: RenderOptions,
  trees: readonly ClusterTree[],
  { added, changed, removed }: Changes,
): 0 | 1 {
  for (const { plan, objects } of trees) {
    print(`${plan.cluster.name}: ${plan.components.length} components, ${objects.length} objects`);
  }
  const lists = [
    ['added', added],
    ['changed', changed],
    ['removed', removed],
  ] as const;
  for (const [what, paths] of lists) for (const path of paths) print(`  ${what.padEnd(8)} ${path}`);
  const count = added.length + changed.length + removed.length;
  if (!check) {
    print(
      count === 0 ? 'Nothing changed.' : `${added.length} added, ${changed.length} changed, ${removed.length} removed.`,
    );
    return 0;
  }
  if (count === 0) {
    print('Fresh.');
    return 0;
  }
  print(`${count} ${count === 1 ? 'file is' : 'files are'} stale. Run \`npm run render\` and commit the result.`);
  return 1;
}
