/** README's numbers of the platform: what each cluster renders to, counted on a render made now. Our own images need no digest: their tags are hashes. */
import { clusters } from '@chimera/clusters';
import { cpuMillis, memoryBytes } from '@chimera/platform-kit';
import { inventoryOf, renderCluster } from '@chimera/platform-render';

/** A Markdown table; the render time is the middle of as many runs in this process. */
export function platformTable(runs = 5): string {
  const rows = clusters.map((cluster) => {
    const { plan, objects } = renderCluster(cluster);
    const inventory = inventoryOf(plan);
    const kinds = (kind: string) => objects.filter(({ object }) => object.kind === kind).length;
    const waves = Math.max(...plan.components.map(({ wave }) => wave)) + 1;
    return [
      cluster.name,
      plan.components.length,
      kinds('Application'),
      waves,
      objects.length,
      inventory.images.length,
      inventory.images.filter(({ image }) => !image.startsWith(cluster.registry) && !image.includes('@sha256:')).length,
      inventory.secrets.length,
      `${(cpuMillis(cluster.budget.cpu) / 1000).toFixed(0)} CPU, ${(memoryBytes(cluster.budget.memory) / 1024 ** 3).toFixed(0)} GiB`,
      `${renderTime(() => renderCluster(cluster), runs).toFixed(0)} ms`,
    ].join(' | ');
  });
  return [
    '| cluster | components | Applications | sync waves | objects | images | without digest | secrets | budget | rendered in |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function renderTime(render: () => unknown, runs: number): number {
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    render();
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] as number;
}
