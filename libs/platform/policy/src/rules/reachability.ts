/** What pods refer to, their NetworkPolicies let them reach: checked on the objects, since the lab's network enforces none. */
import { describe } from '../identity.ts';
import { admits, policiesFor } from '../network.ts';
import { callsOf } from '../references/calls.ts';
import type { ClusterObjects, Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { type Workload, workloadsOf } from '../workloads.ts';

const ID = 'reachability';
const SCRAPER = { namespace: 'monitoring', name: 'prometheus' };

export const reachability: Rule = {
  id: ID,
  title: 'NetworkPolicies admit what references, routes and scrape annotations mean, at both ends',
  *check(cluster) {
    for (const call of callsOf(cluster)) {
      const { from, to, port, why } = call;
      const message = closedEnd(cluster, from, to, port);
      if (message !== undefined)
        yield violation(ID, from.placed, `${describe(from.placed.object)} ${why}, but ${message}`, {
          fix: 'take the endpoint with context.use(...), which opens both ends, or correct the NetworkPolicy',
          part: to.name,
        });
    }
    yield* checkScrapes(cluster);
  },
};

/** Prometheus finds pods by annotation; the port must be open to it. */
function* checkScrapes(cluster: ClusterObjects) {
  const scraper = workloadsOf(cluster).find(
    ({ namespace, podLabels }) =>
      namespace === SCRAPER.namespace && podLabels['app.kubernetes.io/name'] === SCRAPER.name,
  );
  if (scraper === undefined) return;
  for (const workload of workloadsOf(cluster)) {
    const { 'prometheus.io/scrape': scrape, 'prometheus.io/port': port } = workload.podAnnotations;
    if (scrape !== 'true' || port === undefined || workload.podSpec['hostNetwork'] === true) continue;
    const message = closedEnd(cluster, scraper, workload, Number(port));
    if (message !== undefined)
      yield violation(
        ID,
        workload.placed,
        `${describe(workload.placed.object)} is annotated for scraping at ${port}, but ${message}`,
        {
          fix: 'declare the port in metrics of the component, which opens it to Prometheus, or annotate prometheus.io/scrape: "false"',
        },
      );
  }
}

/** Says which end is closed; undefined when the way is open. Pods on the host's network are beyond policies. */
function closedEnd(cluster: ClusterObjects, from: Workload, to: Workload, port: number): string | undefined {
  const leaves = admits(cluster, policiesFor(cluster, from, 'egress'), 'egress', {
    peer: { namespace: to.namespace, labels: to.podLabels },
    port,
    protocol: 'TCP',
    receiver: to,
  });
  if (!leaves && from.podSpec['hostNetwork'] !== true)
    return `no policy lets ${from.namespace}/${from.name} out to ${to.namespace}/${to.name}:${port}`;
  const enters = admits(cluster, policiesFor(cluster, to, 'ingress'), 'ingress', {
    peer: { namespace: from.namespace, labels: from.podLabels },
    port,
    protocol: 'TCP',
    receiver: to,
  });
  if (!enters && to.podSpec['hostNetwork'] !== true)
    return `no policy lets ${from.namespace}/${from.name} in at ${to.namespace}/${to.name}:${port}`;
  return undefined;
}
