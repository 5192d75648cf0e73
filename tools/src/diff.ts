/** `npm run diff`: what the working copy would do to each cluster, compared with a commit. */
import { parseArgs } from 'node:util';
import { clusters } from '@chimera/clusters';
import { isWrongUse } from '@chimera/errors';
import type { ApiObjectJson, Cluster } from '@chimera/platform-kit';
import { checkTree, committedObjects, faultOfRender, imagesOf, renderCluster } from '@chimera/platform-render';
import { changeLines, diffObjects } from './platform/object-diff.ts';
import { ROOT } from './workspace.ts';

const HELP = `Usage: npm run diff [-- --base <ref>] [-- --fields <n>]

Renders in memory and prints, per cluster, objects added, changed and removed, immutable fields touched, images, and the guards
that would refuse it, compared with the render committed at <ref> (HEAD). At most <n> fields (8) are shown per object.`;

try {
  process.exitCode = main();
} catch (error) {
  console.error(faultOfRender('diff', error));
  process.exitCode = isWrongUse(error) ? 2 : 1;
}

function main(): number {
  const { values } = parseArgs({
    options: {
      base: { type: 'string', default: 'HEAD' },
      fields: { type: 'string', default: '8' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (!/^\d+$/.test(values.fields)) {
    console.error(`diff: --fields takes a whole number; got "${values.fields}"`);
    return 2;
  }
  for (const cluster of clusters) printCluster(cluster, values.base, Number(values.fields));
  return 0;
}

function printCluster(cluster: Cluster, base: string, limit: number): void {
  const tree = renderCluster(cluster);
  const committed = committedObjects(ROOT, base, `gitops/${cluster.name}`);
  const before = committed.map(({ object }) => object as ApiObjectJson);
  const { added, removed, changed } = diffObjects(
    before,
    tree.objects.flatMap(({ object, also = [] }) => [object, ...also]),
  );
  console.log(
    `${cluster.name}: ${added.length} added, ${changed.length} changed, ${removed.length} removed (since ${base})`,
  );
  for (const object of added) console.log(`  + ${object}`);
  for (const object of removed) console.log(`  - ${object}`);
  for (const change of changed) for (const line of changeLines(change, limit)) console.log(`  ${line}`);
  const images = {
    before: new Set(before.flatMap(imagesOf)),
    after: new Set(tree.objects.flatMap(({ object }) => imagesOf(object))),
  };
  for (const image of images.after) if (!images.before.has(image)) console.log(`  + image ${image}`);
  for (const image of images.before) if (!images.after.has(image)) console.log(`  - image ${image}`);
  for (const { rule, message, fix } of checkTree(tree, committed))
    console.log(`  ! ${rule}: ${message}. To fix it: ${fix}`);
}
