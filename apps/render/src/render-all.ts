/** One run of render: trees, guards, then files. Nothing is written while a guard is broken. */
import { teamIds } from '@chimera/platform-catalog';
import { type Cluster, RenderError } from '@chimera/platform-kit';
import { formatViolations } from '@chimera/platform-policy';
import { type ClusterTree, checkTree, renderCluster, renderRunbooks, type TreeFile } from '@chimera/platform-render';
import { type Changes, compareOwned, writeOwned } from './owned-files.ts';
import { committedObjects } from './repository.ts';

export interface RenderOptions {
  readonly root: string;
  readonly clusters: readonly Cluster[];
  readonly check: boolean;
  readonly base: string;
  readonly cluster?: string | undefined;
  readonly team?: string | undefined;
  readonly shared: boolean;
  readonly print: (line: string) => void;
}

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
  const trees = chosen.map(renderCluster);
  if (options.team === undefined) {
    const violations = trees.flatMap((tree) =>
      checkTree(tree, committedObjects(root, options.base, `gitops/${tree.plan.cluster.name}`)),
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
  const names = trees.map(({ plan }) => plan.cluster.name);
  let owned = ['gitops', 'docs/runbooks'];
  if (options.team !== undefined) owned = names.map((name) => `gitops/${name}/components/${options.team}`);
  else if (options.shared) {
    owned = [
      ...names.flatMap((name) =>
        ['applications', 'inventory', 'projects', 'root.yaml'].map((part) => `gitops/${name}/${part}`),
      ),
      'docs/runbooks',
    ];
  } else if (options.cluster !== undefined) owned = [...names.map((name) => `gitops/${name}`), 'docs/runbooks'];
  return {
    owned,
    files: all.filter(({ path }) => owned.some((folder) => path === folder || path.startsWith(`${folder}/`))),
  };
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
  print(`${count} files are stale. Run \`npm run render\` and commit the result.`);
  return 1;
}
