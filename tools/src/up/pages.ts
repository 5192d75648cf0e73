/** Where the pages of a cluster that is up can be seen from this machine: through Traefik, as everywhere. */
import { fullName } from '@chimera/lab';
import { systems } from '@chimera/platform-catalog';
import { type ClusterTree, inventoryOf } from '@chimera/platform-render';

/**
 * The command that opens the way in, a line per page whose pods run for real, and one with the names of the others. Browsers take
 * every name below `localhost` for this machine. `available`: full names of images that pods can run for real.
 */
export function pageLines({ plan }: ClusterTree, available: readonly string[]): string[] {
  const { images } = inventoryOf(plan);
  const has = new Set(available);
  const isReal = (name: string): boolean =>
    images.filter(({ components }) => components.includes(name)).every(({ image }) => has.has(fullName(image)));
  const { tls, domain } = plan.cluster;
  const { web, websecure } = systems.traefik.endpoints;
  const entry = tls ? websecure : web;
  if (!isReal(systems.traefik.name)) {
    return ['  Traefik is simulated: kubectl port-forward reaches single Services (docs/lab.md)'];
  }
  const pages = plan.components.flatMap(({ system, inputs }) => {
    const host = (inputs as { readonly host?: string | null }).host ?? system.page?.host;
    return host === undefined || system.page === undefined ? [] : [{ system, host }];
  });
  const simulated = pages.filter(({ system }) => !isReal(system.name)).map(({ system }) => system.title);
  return [
    `  kubectl -n ${entry.namespace} port-forward svc/${entry.service} ${entry.port}    (login: chimera, npm run -s secrets -- show ${systems.traefik.name})`,
    ...pages
      .filter(({ system }) => isReal(system.name))
      .map(({ system, host }) => `    ${system.title.padEnd(20)} ${entry.protocol}://${host}.${domain}:${entry.port}`),
    ...(simulated.length > 0 ? [`    simulated, so without a page: ${simulated.join(', ')}`] : []),
  ];
}
