import { deriveStream } from './random.js';
/** The labels that every series carries, in the order of the Arrow columns. */
export const CONTAINER_LABELS = [
  'region',
  'zone',
  'cluster',
  'namespace',
  'app',
  'service',
  'deployment',
  'pod',
  'container',
  'node',
  'instance',
  'job',
];
/** `kubernetes-pods` tells the data set from the sample app's stream. */
export const JOB = 'kubernetes-pods';
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];
const NAMESPACES = ['shop', 'billing', 'discovery', 'platform', 'comms'];
const APPS = [
  'cart',
  'checkout',
  'payments',
  'invoices',
  'search',
  'recommend',
  'auth',
  'gateway',
  'mailer',
  'notifier',
];
const POD_SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
/** Builds the topology of a set; names that are random come from its seed. */
export function buildTopology(set) {
  const clusters = Array.from({ length: set.clusters }, (_, k) => ({
    index: k,
    name: `${REGIONS[k % set.regions]}-cluster-${Math.floor(k / set.regions)}`,
    nodes: range(set.nodes).filter((node) => node % set.clusters === k),
  }));
  const onNode = range(set.nodes).map(() => []);
  const nodes = range(set.nodes).map((i) => {
    const region = (i % set.clusters) % set.regions;
    const letter = 'abc'[Math.floor(i / set.clusters) % set.zones];
    return {
      index: i,
      cluster: i % set.clusters,
      region,
      name: `ip-10-${i % set.clusters}-0-${10 + i}.${REGIONS[region]}.internal`,
      zone: `${REGIONS[region]}${letter}`,
      containers: onNode[i],
    };
  });
  const containers = [];
  const podsInCluster = new Array(set.clusters).fill(0);
  const services = range(set.namespaces * set.services).map((s) => {
    const k = s % set.clusters;
    const cluster = clusters[k];
    const app = APPS[s] ?? `app-${String(s + 1).padStart(3, '0')}`;
    const namespaceIndex = Math.floor(s / set.services);
    const namespace = NAMESPACES[namespaceIndex] ?? `team-${String(namespaceIndex + 1).padStart(2, '0')}`;
    const deployment = `${app}-v${1 + (s % 3)}`;
    const random = deriveStream(set.randomSeed, 'names', s);
    const replicaset = `${deployment}-${letters(random, '0123456789abcdef', 9)}`;
    const clusterIp = `10.96.${Math.floor(s / 250)}.${2 + (s % 250)}`;
    const suffixes = distinctSuffixes(random, set.podsPerService);
    const pods = suffixes.map((suffix, ordinalOfPod) => {
      const pod = s * set.podsPerService + ordinalOfPod;
      const j = podsInCluster[k];
      podsInCluster[k] = j + 1;
      const node = nodes[cluster.nodes[j % cluster.nodes.length]];
      const podIp = `10.${100 + k}.${Math.floor(j / 250) % 250}.${2 + (j % 250)}`;
      return range(set.containers).map((ordinal) => {
        const name = containerName(ordinal);
        const index = containers.length;
        containers.push({
          index,
          ordinal,
          pod,
          node: node.index,
          service: s,
          cluster: k,
          region: node.region,
          replicaset,
          clusterIp,
          labels: {
            region: REGIONS[node.region],
            zone: node.zone,
            cluster: cluster.name,
            namespace,
            app,
            service: app,
            deployment,
            pod: `${replicaset}-${suffix}`,
            container: name,
            node: node.name,
            instance: `${podIp}:${containerPort(ordinal)}`,
            job: JOB,
          },
        });
        onNode[node.index].push(index);
        return index;
      });
    });
    return { index: s, cluster: k, name: app, namespace, deployment, pods };
  });
  return { containers, nodes, services, clusters };
}
function containerName(ordinal) {
  if (ordinal === 0) return 'app';
  return ordinal === 1 ? 'istio-proxy' : `sidecar-${ordinal + 1}`;
}
function containerPort(ordinal) {
  if (ordinal === 0) return 8080;
  return ordinal === 1 ? 15090 : 9101 + ordinal;
}
function distinctSuffixes(random, count) {
  const suffixes = new Set();
  while (suffixes.size < count) suffixes.add(letters(random, POD_SUFFIX_LETTERS, 5));
  return [...suffixes];
}
function letters(random, alphabet, length) {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[random.below(alphabet.length)];
  return text;
}
function range(length) {
  return Array.from({ length }, (_, i) => i);
}
