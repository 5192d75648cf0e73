/** `npm run explain -- <kind/name>`: from a rendered object to the line of TypeScript that makes it, and its team. */
import { parseArgs } from 'node:util';
import { clusters } from '@chimera/clusters';
import { isWrongUse } from '@chimera/errors';
import { teams } from '@chimera/platform-catalog';
import { type Cluster, describeObject, RenderError } from '@chimera/platform-kit';
import { type ClusterTree, faultOfRender, renderCluster } from '@chimera/platform-render';
import { isNamed, notFound } from './platform/find-object.ts';

const HELP = `Usage: npm run explain -- <kind>/<name> ... [--cluster <name>]

Prints where rendered objects come from: source line, component, team, owner, file, Application and wave. Kinds may be short, as
kubectl has them: svc/grafana.
Example: npm run explain -- deployment/grafana`;

try {
  process.exitCode = main();
} catch (error) {
  console.error(faultOfRender('explain', error));
  process.exitCode = isWrongUse(error) ? 2 : 1;
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { cluster: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help || positionals.length === 0) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const chosen = clusters.filter(({ name }) => values.cluster === undefined || name === values.cluster);
  if (chosen.length === 0) {
    const names = clusters.map(({ name }) => name).join(', ');
    throw new RenderError('invalid-name', `There is no cluster "${values.cluster}". Clusters: ${names}.`);
  }
  return explain(chosen, positionals) ? 0 : 1;
}

/** Whether all of them were found. */
function explain(chosen: readonly Cluster[], wanted: readonly string[]): boolean {
  const places = chosen.flatMap((cluster) => placesOf(renderCluster(cluster)));
  let all = true;
  for (const one of wanted) {
    const found = places.filter(({ object }) => isNamed(object, one));
    for (const place of found) for (const line of linesOf(place)) console.log(line);
    if (found.length > 0) continue;
    all = false;
    const where = chosen.length === 1 ? `${chosen[0]?.name}` : chosen.map(({ name }) => name).join(' and ');
    const objects = places.map(({ object }) => object);
    console.error(notFound(objects, one, where));
  }
  return all;
}

/** A file of two documents, such as the root's, holds two objects of one source. */
function placesOf({ objects, plan }: ClusterTree) {
  return objects
    .flatMap(({ also = [], ...file }) => [file, ...also.map((object) => ({ ...file, object }))])
    .map((file) => ({
      ...file,
      cluster: plan.cluster.name,
      built: plan.components.find(({ system }) => system.name === file.component),
    }));
}

function linesOf({ object, path, component, team, source, cluster, built }: ReturnType<typeof placesOf>[number]) {
  const owner = teams[team as keyof typeof teams];
  const ofComponent =
    built === undefined
      ? []
      : [
          `  component    ${component} (Application ${component}, wave ${built.wave})`,
          `  requires     ${[...built.requires].sort().join(', ') || 'nothing'}`,
        ];
  return [
    `${describeObject(object)} on ${cluster}`,
    `  made at      ${source}`,
    ...ofComponent,
    `  team         ${owner === undefined ? team : `${owner.title} (${owner.owner}, ${owner.channel})`}`,
    `  rendered to  gitops/${path}`,
  ];
}
