/** Planted anomalies: which, where and when, derived from the seed; and the truth that detectors are scored against. */
import { ANOMALY_KINDS } from './anomaly-kinds.js';
import { endSec } from './data-set.js';
import { NO_CONTAINER_EFFECTS, NO_NODE_EFFECTS } from './processes/effects.js';
import { deriveStream } from './random.js';
/** A healthy set. */
export const NO_ANOMALIES = {
  anomalies: [],
  containerEffects: () => NO_CONTAINER_EFFECTS,
  nodeEffects: () => NO_NODE_EFFECTS,
};
/** Places tried for one anomaly before it is given up. */
const ATTEMPTS = 200;
const MIN_STEPS = 10;
/**
 * Plans `set.anomalies` anomalies, kinds in turn, fewer when they do not fit: none in the first and last tenth of the
 * range, none overlapping another that touches the same container.
 */
export function planAnomalies(set, topology) {
  if (set.anomalies === 0) return NO_ANOMALIES;
  const random = deriveStream(set.randomSeed, 'anomalies');
  const earliest = Math.floor(set.steps / 10) + 1;
  const latest = set.steps - earliest;
  const anomalies = [];
  for (let n = 0; n < set.anomalies; n++) {
    const kind = ANOMALY_KINDS[n % ANOMALY_KINDS.length];
    const length = Math.max(MIN_STEPS, Math.ceil(kind.durationSec / set.intervalSec));
    for (let attempt = 0; attempt < ATTEMPTS && earliest + length <= latest; attempt++) {
      const target = kind.target(topology, random);
      const from = earliest + random.below(latest - length - earliest + 1);
      const window = { from, to: from + length };
      if (anomalies.some((other) => collide(other, window, target))) continue;
      anomalies.push({ id: anomalies.length + 1, kind: kind.name, window, target });
      break;
    }
  }
  return planOf(set, topology, anomalies);
}
/** A step apart is not enough: a restart needs time to heal. */
const GAP_STEPS = 3;
function collide(other, window, target) {
  if (window.from >= other.window.to + GAP_STEPS || other.window.from >= window.to + GAP_STEPS) return false;
  const containers = new Set(other.target.containers);
  return target.containers.some((container) => containers.has(container));
}
function planOf(set, topology, anomalies) {
  const containers = topology.containers.map(() => NO_CONTAINER_EFFECTS);
  const nodes = topology.nodes.map(() => NO_NODE_EFFECTS);
  for (const anomaly of anomalies) {
    const kind = ANOMALY_KINDS.find(({ name }) => name === anomaly.kind);
    for (const index of anomaly.target.containers) {
      containers[index] = kind.onContainer(containers[index], anomaly.window, set.intervalSec);
    }
    for (const index of anomaly.target.nodes) {
      nodes[index] = kind.onNode(nodes[index], anomaly.window);
    }
  }
  return {
    anomalies,
    containerEffects: (index) => containers[index] ?? NO_CONTAINER_EFFECTS,
    nodeEffects: (index) => nodes[index] ?? NO_NODE_EFFECTS,
  };
}
/** The truth of a plan. */
export function truthOf(set, plan) {
  const timeOf = (step) => rfc3339(set.startSec + step * set.intervalSec);
  return {
    randomSeed: set.randomSeed,
    start: rfc3339(set.startSec),
    end: rfc3339(endSec(set)),
    interval: set.intervalSec,
    anomalies: plan.anomalies.map(({ id, kind, window, target }) => {
      const { metrics, magnitude } = ANOMALY_KINDS.find(({ name }) => name === kind);
      return { id, kind, from: timeOf(window.from), to: timeOf(window.to), labels: target.labels, metrics, magnitude };
    }),
  };
}
function rfc3339(unixSec) {
  return new Date(unixSec * 1000).toISOString().replace('.000Z', 'Z');
}
