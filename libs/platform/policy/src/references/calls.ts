/** Who calls whom inside the cluster, as far as texts and routes say. */

import { hostNames } from '../host-names.ts';
import { findObject, groupOf } from '../identity.ts';
import { type Json, objectAt, objectsAt, stringAt } from '../json.ts';
import type { ClusterObjects, PlacedObject } from '../rule.ts';
import { findService, type Service, targetPorts } from '../services.ts';
import { stringsIn } from '../strings.ts';
import { type Workload, workloadsOf } from '../workloads.ts';

export interface Call {
  readonly from: Workload;
  readonly to: Workload;
  /** Of the pods that are called. */
  readonly port: number;
  /** For messages: `refers to mytsdb.mytsdb.svc.cluster.local:4317`. */
  readonly why: string;
}

const PROXY = { namespace: 'traefik', name: 'traefik' };

/** Every call once. */
export function callsOf(cluster: ClusterObjects): Call[] {
  const calls = new Map<string, Call>();
  const add = (from: Workload, service: Service | undefined, wanted: number | string | undefined, why: string) => {
    for (const port of service?.ports.filter((one) => one.port === wanted || one.name === wanted) ?? [])
      for (const to of service?.backends ?? [])
        for (const number of targetPorts(port, to)) {
          const key = [from.namespace, from.kind, from.name, to.namespace, to.kind, to.name, number].join(' ');
          if (to !== from && !calls.has(key)) calls.set(key, { from, to, port: number, why });
        }
  };
  for (const workload of workloadsOf(cluster))
    for (const { service, namespace, port, text } of texts(cluster, workload).flatMap(hostNames))
      if (port !== undefined) add(workload, findService(cluster, namespace, service), port, `refers to ${text}`);
  for (const workload of workloadsOf(cluster).filter(({ kind }) => kind === 'Prometheus'))
    for (const { namespace, name, port } of alertmanagers(workload))
      add(workload, findService(cluster, namespace, name), port, `sends alerts to ${namespace}/${name}:${port}`);
  const proxy = workloadsOf(cluster).find(
    ({ namespace, podLabels }) => namespace === PROXY.namespace && podLabels['app.kubernetes.io/name'] === PROXY.name,
  );
  if (proxy !== undefined)
    for (const route of cluster.objects.filter(({ object }) => object.kind === 'IngressRoute'))
      for (const { namespace, name, port } of routed(route))
        add(
          proxy,
          findService(cluster, namespace, name),
          port,
          `routes ${route.object.metadata.name} to ${namespace}/${name}:${port}`,
        );
  return [...calls.values()];
}

/** Texts that the pods read: their specification, and the ConfigMaps that they mount or take variables from. */
function texts(cluster: ClusterObjects, { podSpec, namespace }: Workload): string[] {
  const maps = new Set<string>();
  for (const volume of objectsAt(podSpec, 'volumes')) {
    add(stringAt(volume, 'configMap', 'name'));
    for (const source of objectsAt(volume, 'projected', 'sources')) add(stringAt(source, 'configMap', 'name'));
  }
  for (const container of [...objectsAt(podSpec, 'initContainers'), ...objectsAt(podSpec, 'containers')]) {
    for (const source of objectsAt(container, 'envFrom')) add(stringAt(source, 'configMapRef', 'name'));
    for (const variable of objectsAt(container, 'env')) add(stringAt(variable, 'valueFrom', 'configMapKeyRef', 'name'));
  }
  function add(name: string | undefined): void {
    if (name !== undefined) maps.add(name);
  }
  const data = [...maps].map((name) => objectAt(findObject(cluster, '', 'ConfigMap', namespace, name)?.object, 'data'));
  return [podSpec, ...data].flatMap((value) => [...stringsIn(value)].map(({ text }) => text));
}

function alertmanagers({ placed, namespace }: Workload) {
  return objectsAt(placed.object, 'spec', 'alerting', 'alertmanagers').map((one) => ({
    name: stringAt(one, 'name') ?? '',
    namespace: stringAt(one, 'namespace') ?? namespace,
    port: portOf(one),
  }));
}

function portOf({ port }: Json): number | string | undefined {
  return typeof port === 'number' || typeof port === 'string' ? port : undefined;
}

function* routed({ object }: PlacedObject) {
  if (groupOf(object.apiVersion) !== 'traefik.io') return;
  for (const route of objectsAt(object, 'spec', 'routes'))
    for (const service of objectsAt(route, 'services'))
      yield {
        name: stringAt(service, 'name') ?? '',
        namespace: stringAt(service, 'namespace') ?? object.metadata.namespace ?? '',
        port: portOf(service),
      };
}
