/** `npm run graph:components`: the component graph of a cluster as a picture, in columns of sync waves. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clusters } from '@chimera/clusters';
import { isWrongUse } from '@chimera/errors';
import { platform } from '@chimera/platform-catalog';
import { planCluster } from '@chimera/platform-kit';
import { faultOfRender } from '@chimera/platform-render';
import { instance } from '@viz-js/viz';
import { componentGraph, fitted } from './platform/component-graph.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run graph:components

Writes dist/graph/components-<cluster>.svg: who requires whom (solid: waits; dashed: refers without waiting), coloured by team.`;

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) console.log(HELP);
  else await draw();
} catch (error) {
  console.error(faultOfRender('graph:components', error));
  process.exitCode = isWrongUse(error) ? 2 : 1;
}

async function draw(): Promise<void> {
  mkdirSync(inRepo('dist', 'graph'), { recursive: true });
  const viz = await instance();
  for (const cluster of clusters) {
    const file = inRepo('dist', 'graph', `components-${cluster.name}.svg`);
    writeFileSync(
      file,
      fitted(viz.renderString(componentGraph(planCluster(cluster, platform)), { format: 'svg', engine: 'dot' })),
    );
    console.log(`Open ${file}`);
  }
}
