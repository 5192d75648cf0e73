/** `npm run explain -- <kind/name>`: from a rendered object to the line of TypeScript that makes it, and its team. */
import { parseArgs } from 'node:util';
import { clusters } from '@chimera/clusters';
import { teams } from '@chimera/platform-catalog';
import { describeObject } from '@chimera/platform-kit';
import { renderCluster } from '@chimera/platform-render';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cluster: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const [wanted] = positionals;

if (values.help || wanted === undefined) {
  console.log(
    'Usage: npm run explain -- <kind>/<name> [--cluster <name>]\n\nPrints where a rendered object comes from: source line, component, team, owner, file, Application and wave.\nExample: npm run explain -- deployment/grafana',
  );
  process.exitCode = values.help ? 0 : 2;
} else {
  const [kind, name] = wanted.toLowerCase().split('/');
  let found = 0;
  for (const cluster of clusters.filter((each) => values.cluster === undefined || each.name === values.cluster)) {
    const { objects, plan } = renderCluster(cluster);
    // A file of two documents, such as the root's, holds two objects of one source.
    const all = objects.flatMap(({ also = [], ...file }) => [file, ...also.map((object) => ({ ...file, object }))]);
    for (const { object, path, component, team, source } of all) {
      if (object.kind.toLowerCase() !== kind || object.metadata.name.toLowerCase() !== name) continue;
      found++;
      const built = plan.components.find(({ system }) => system.name === component);
      const owner = teams[team as keyof typeof teams];
      console.log(`${describeObject(object)} on ${cluster.name}`);
      console.log(`  made at      ${source}`);
      console.log(
        `  component    ${component}${built === undefined ? '' : ` (Application ${component}, wave ${built.wave})`}`,
      );
      console.log(`  requires     ${built === undefined ? '' : [...built.requires].sort().join(', ') || 'nothing'}`);
      console.log(`  team         ${owner === undefined ? team : `${owner.title} (${owner.owner}, ${owner.channel})`}`);
      console.log(`  rendered to  gitops/${path}`);
    }
  }
  if (found === 0) {
    console.error(
      `No cluster renders ${wanted}. Kinds and names are as in gitops/: npm run explain -- deployment/grafana`,
    );
    process.exitCode = 1;
  }
}
