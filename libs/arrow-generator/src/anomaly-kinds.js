import { downSteps } from './processes/lifecycle.js';

const CRASH_EVERY_SEC = 300;
const unchanged = (effects) => effects;
const quietIn = (effects, window) => [...effects.quiet, window];
export const ANOMALY_KINDS = [
  {
    name: 'cpu-saturation',
    durationSec: 20 * 60,
    magnitude: 0.97,
    metrics: ['node_cpu_seconds_total', 'node_load1', 'node_load5', 'node_load15'],
    target: nodeTarget,
    onContainer: unchanged,
    onNode: (effects, window) => ({ ...effects, saturation: [...effects.saturation, window] }),
  },
  {
    name: 'memory-leak',
    durationSec: 2 * 3600,
    magnitude: 0.98,
    metrics: ['container_memory_rss', 'container_memory_working_set_bytes', 'container_memory_usage_bytes'],
    target: containerTarget,
    onContainer: (effects, window) => ({
      ...effects,
      leak: [...effects.leak, window],
      quiet: quietIn(effects, window),
      restarts: [...effects.restarts, window.to],
    }),
    onNode: unchanged,
  },
  {
    name: 'crash-loop',
    durationSec: 3600,
    magnitude: 12,
    metrics: ['kube_pod_container_status_restarts_total', 'container_start_time_seconds', 'up'],
    target: containerTarget,
    onContainer: (effects, window, intervalSec) => ({
      ...effects,
      quiet: quietIn(effects, window),
      restarts: [...effects.restarts, ...crashes(window, intervalSec)],
    }),
    onNode: unchanged,
  },
  {
    name: 'latency',
    durationSec: 30 * 60,
    magnitude: 3,
    metrics: ['http_request_duration_seconds', 'http_requests_in_flight'],
    target: serviceTarget,
    onContainer: (effects, window) => ({ ...effects, latency: [...effects.latency, window] }),
    onNode: unchanged,
  },
  {
    name: 'errors',
    durationSec: 15 * 60,
    magnitude: 0.2,
    metrics: ['http_requests_total'],
    target: serviceTarget,
    onContainer: (effects, window) => ({ ...effects, errors: [...effects.errors, window] }),
    onNode: unchanged,
  },
  {
    name: 'traffic-drop',
    durationSec: 20 * 60,
    magnitude: 0.05,
    metrics: ['http_requests_total', 'http_request_duration_seconds', 'container_network_receive_bytes_total'],
    target: serviceTarget,
    onContainer: (effects, window) => ({ ...effects, trafficDrop: [...effects.trafficDrop, window] }),
    onNode: unchanged,
  },
  {
    name: 'disk-fill',
    durationSec: 4 * 3600,
    magnitude: 0.03,
    metrics: ['node_filesystem_avail_bytes'],
    target: nodeTarget,
    onContainer: unchanged,
    onNode: (effects, window) => ({ ...effects, diskFill: [...effects.diskFill, window] }),
  },
  {
    name: 'network-surge',
    durationSec: 10 * 60,
    magnitude: 10,
    metrics: ['node_network_transmit_bytes_total', 'container_network_transmit_bytes_total'],
    target: nodeTarget,
    onContainer: (effects, window) => ({ ...effects, surge: [...effects.surge, window] }),
    onNode: unchanged,
  },
  {
    name: 'zone-outage',
    durationSec: 10 * 60,
    magnitude: 1,
    metrics: ['up', 'kube_pod_container_status_ready', 'kube_deployment_status_replicas_available'],
    target: zoneTarget,
    onContainer: (effects, window) => ({
      ...effects,
      outage: [...effects.outage, window],
      quiet: quietIn(effects, window),
    }),
    onNode: unchanged,
  },
];
/** A restart every five minutes, but never before the container was up again. */
function crashes({ from, to }, intervalSec) {
  const every = Math.max(downSteps(intervalSec) + 1, Math.round(CRASH_EVERY_SEC / intervalSec));
  const steps = [];
  for (let step = from; step < to; step += every) steps.push(step);
  return steps;
}
function pick(items, random) {
  return items[random.below(items.length)];
}
function nodeTarget(topology, random) {
  const node = pick(topology.nodes, random);
  return { labels: { node: node.name }, containers: node.containers, nodes: [node.index] };
}
function containerTarget(topology, random) {
  const { index, labels } = pick(topology.containers, random);
  const { cluster, namespace, pod, container } = labels;
  return { labels: { cluster, namespace, pod, container }, containers: [index], nodes: [] };
}
function serviceTarget(topology, random) {
  const service = pick(topology.services, random);
  const labels = { namespace: service.namespace, service: service.name };
  return { labels, containers: service.pods.flat(), nodes: [] };
}
function zoneTarget(topology, random) {
  const { zone } = pick(topology.nodes, random);
  const nodes = topology.nodes.filter((node) => node.zone === zone);
  return { labels: { zone }, containers: nodes.flatMap((node) => node.containers), nodes: [] };
}
