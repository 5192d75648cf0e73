/** What must hold between knobs: each failure names the knob, its value and what is allowed. */
import { type DataSet, podCount } from './data-set.ts';
import type { Given, KnobName } from './knobs.ts';

const MAX_PODS_PER_SERVICE = 100;

/** Everything that does not fit together in `set`, which came from `given`; empty when all is well. */
export function checkTogether(
  set: DataSet,
  given: ReadonlyMap<KnobName, Given>,
  numbers: ReadonlyMap<KnobName, number>,
  nowSec: number,
): string[] {
  const problems: string[] = [];
  const say = (name: KnobName, value: number | string, allowed: string) =>
    problems.push(`${given.get(name)?.source ?? `--${name}`} '${given.get(name)?.text ?? value}': ${allowed}`);

  const end = numbers.get('end');
  if (end !== undefined && end > nowSec) say('end', end, 'must not be in the future');
  if (set.steps < 2) {
    say('days', (set.steps * set.intervalSec) / 86_400, `must hold at least two steps of ${set.intervalSec} s`);
  }

  const services = set.namespaces * set.services;
  if (given.has('pods') && given.has('pods-per-service')) {
    const other = given.get('pods-per-service')?.source ?? '';
    say('pods', '', `give either this or ${other}, not both`);
    return problems;
  }
  if (!Number.isInteger(set.podsPerService) || set.podsPerService > MAX_PODS_PER_SERVICE) {
    const range = `${services} to ${services * MAX_PODS_PER_SERVICE}`;
    say('pods', podCount(set), `must be a multiple of namespaces x services, ${services}: ${range}`);
    return problems;
  }
  const before = problems.length;
  if (set.clusters < set.regions || set.clusters > services) {
    const allowed = `must be at least the regions, ${set.regions}, and at most the services, ${services}`;
    say('clusters', set.clusters, allowed);
  }
  if (set.nodes < set.clusters || set.nodes > podCount(set)) {
    say('nodes', set.nodes, `must be at least the clusters, ${set.clusters}, and at most the pods, ${podCount(set)}`);
  }
  if (problems.length === before && !everyNodeGetsAPod(set)) {
    say(
      'nodes',
      set.nodes,
      'each node must get a pod: a cluster has more nodes than pods; lower it, or raise the pods',
    );
  }
  return problems;
}

/** A cluster has every n-th service and every n-th node; its pods go round its nodes. */
function everyNodeGetsAPod(set: DataSet): boolean {
  const share = (total: number, cluster: number) => Math.floor((total - cluster + set.clusters - 1) / set.clusters);
  for (let k = 0; k < set.clusters; k++) {
    if (share(set.namespaces * set.services, k) * set.podsPerService < share(set.nodes, k)) return false;
  }
  return true;
}
