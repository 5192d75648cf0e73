/** Where the pages of a cluster that is up can be seen from this machine. */
import { fullName } from '@chimera/lab';
import { type ClusterTree, inventoryOf } from '@chimera/platform-render';

/** A line per page whose pods run for real, with the command that opens it; and one line with the names of the others. */
export function pageLines({ plan }: ClusterTree, available: readonly string[]): string[] {
  const { images } = inventoryOf(plan);
  const has = new Set(available);
  const taken = new Set<number>();
  const lines: string[] = [];
  const simulated: string[] = [];
  for (const { system, objects } of plan.components) {
    const endpoint = system.page && system.endpoints[system.page.endpoint];
    if (endpoint === undefined) continue;
    const own = images.filter(({ components }) => components.includes(system.name));
    if (!own.every(({ image }) => has.has(fullName(image)))) {
      simulated.push(system.title);
      continue;
    }
    let local = endpoint.port;
    while (taken.has(local)) local += 10_000;
    taken.add(local);
    const workload = objects.find(
      ({ object }) => object.kind === 'Deployment' || object.kind === 'StatefulSet',
    )?.object;
    const target = endpoint.podOnly
      ? `${workload?.kind.toLowerCase()}/${workload?.metadata.name}`
      : `svc/${endpoint.service}`;
    const forward = `kubectl -n ${endpoint.namespace} port-forward ${target} ${local}:${endpoint.port}`;
    lines.push(`  ${system.title.padEnd(22)} ${forward.padEnd(64)} http://127.0.0.1:${local}`);
  }
  if (simulated.length > 0) lines.push(`  simulated, so without a page: ${simulated.join(', ')}`);
  return lines;
}
