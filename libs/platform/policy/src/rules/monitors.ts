/** Rules and monitors are read by somebody: an unselected one is silent, and nobody notices that it is. */
import { describe, findObject, groupOf } from '../identity.ts';
import { isObject, type Json, objectAt, objectsAt, stringAt, stringsAt } from '../json.ts';
import { labelsAt, selects } from '../label-selector.ts';
import type { ClusterObjects, PlacedObject, Rule } from '../rule.ts';
import { servicesOf } from '../services.ts';
import { violation } from '../violation.ts';
import { portsOf, workloadsOf } from '../workloads.ts';

const ID = 'monitors';
const GROUP = 'monitoring.coreos.com';

/** Kind to the fields of a Prometheus that select it, by labels and by namespace. */
const SELECTED: Readonly<Record<string, readonly [string, string]>> = {
  PodMonitor: ['podMonitorSelector', 'podMonitorNamespaceSelector'],
  Probe: ['probeSelector', 'probeNamespaceSelector'],
  PrometheusRule: ['ruleSelector', 'ruleNamespaceSelector'],
  ScrapeConfig: ['scrapeConfigSelector', 'scrapeConfigNamespaceSelector'],
  ServiceMonitor: ['serviceMonitorSelector', 'serviceMonitorNamespaceSelector'],
};

export const monitors: Rule = {
  id: ID,
  title: 'every PrometheusRule and monitor is selected by a Prometheus of the cluster, and every monitor finds a port',
  *check(cluster) {
    const readers = cluster.objects.filter(
      ({ object }) => object.kind === 'Prometheus' && groupOf(object.apiVersion) === GROUP,
    );
    for (const placed of cluster.objects) {
      const { object } = placed;
      const fields = groupOf(object.apiVersion) === GROUP ? SELECTED[object.kind] : undefined;
      if (fields === undefined) continue;
      if (!readers.some((reader) => reads(cluster, reader, placed, fields)))
        yield violation(ID, placed, `${describe(object)}: no Prometheus of the cluster selects it`, {
          fix: `give it the labels of ${fields[0]}, or widen ${fields[0]} and ${fields[1]} of the Prometheus`,
        });
      for (const port of lostPorts(cluster, placed))
        yield violation(ID, placed, `${describe(object)}: finds nothing with a port "${port}"`, {
          fix: 'correct the port or the selector: ports of Services for a ServiceMonitor, of containers for a PodMonitor',
        });
    }
  },
};

/** A selector that is missing selects nothing; a namespace selector that is missing means the Prometheus' own. */
function reads(
  cluster: ClusterObjects,
  reader: PlacedObject,
  placed: PlacedObject,
  [byLabel, byNamespace]: readonly [string, string],
): boolean {
  const spec = objectAt(reader.object, 'spec');
  const namespace = placed.object.metadata.namespace ?? '';
  if (!isObject(spec[byLabel]) || !selects(spec[byLabel], placed.object.metadata.labels ?? {})) return false;
  if (!isObject(spec[byNamespace])) return namespace === reader.object.metadata.namespace;
  const own = findObject(cluster, '', 'Namespace', '', namespace);
  return selects(spec[byNamespace], { ...own?.object.metadata.labels, 'kubernetes.io/metadata.name': namespace });
}

/** Named ports of a monitor that nothing has. */
function lostPorts(cluster: ClusterObjects, { object }: PlacedObject): readonly string[] {
  const inNamespace = (namespace: string) => {
    const wanted = objectAt(object, 'spec', 'namespaceSelector');
    if (wanted['any'] === true) return true;
    const names = stringsAt(wanted, 'matchNames');
    return names.length === 0 ? namespace === object.metadata.namespace : names.includes(namespace);
  };
  const selector = objectAt(object, 'spec')['selector'];
  if (object.kind === 'ServiceMonitor') {
    const found = [...servicesOf(cluster).values()].filter(
      ({ placed, namespace }) =>
        placed !== undefined && inNamespace(namespace) && selects(selector, labelsAt(placed.object.metadata.labels)),
    );
    return named(object, 'endpoints').filter(
      (port) => !found.some(({ ports }) => ports.some(({ name }) => name === port)),
    );
  }
  if (object.kind !== 'PodMonitor') return [];
  const found = workloadsOf(cluster).filter(
    (workload) => inNamespace(workload.namespace) && selects(selector, workload.podLabels),
  );
  return named(object, 'podMetricsEndpoints').filter(
    (port) => !found.some((workload) => portsOf(workload).some(({ name }) => name === port)),
  );
}

function named(object: Json, list: string): readonly string[] {
  return objectsAt(object, 'spec', list).flatMap((endpoint) => stringAt(endpoint, 'port') ?? []);
}
