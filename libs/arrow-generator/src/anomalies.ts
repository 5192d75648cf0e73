/** Planted anomalies: which, where and when, derived from the seed; and the truth that detectors are scored against. */
import { ANOMALY_KINDS, type AnomalyKind, type AnomalyTarget } from './anomaly-kinds.ts';
import { type DataSet, endSec } from './data-set.ts';
import type { Topology } from './labels.ts';
import {
  type ContainerEffects,
  NO_CONTAINER_EFFECTS,
  NO_NODE_EFFECTS,
  type NodeEffects,
  type Window,
} from './processes/effects.ts';
import { deriveStream } from './random.ts';

export type Anomaly = {
  /** From 1, in the order of planting. */
  readonly id: number;
  readonly kind: AnomalyKind;
  /** Steps [from, to). */
  readonly window: Window;
  readonly target: AnomalyTarget;
};

export type AnomalyPlan = {
  readonly anomalies: readonly Anomaly[];
  containerEffects(container: number): ContainerEffects;
  nodeEffects(node: number): NodeEffects;
};

/** A healthy set. */
export const NO_ANOMALIES: AnomalyPlan = {
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
export function planAnomalies(set: DataSet, topology: Topology): AnomalyPlan {
  if (set.anomalies === 0) return NO_ANOMALIES;
  const random = deriveStream(set.randomSeed, 'anomalies');
  const earliest = Math.floor(set.steps / 10) + 1;
  const latest = set.steps - earliest;
  const anomalies: Anomaly[] = [];
  for (let n = 0; n < set.anomalies; n++) {
    const kind = ANOMALY_KINDS[n % ANOMALY_KINDS.length] as (typeof ANOMALY_KINDS)[number];
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

function collide(other: Anomaly, window: Window, target: AnomalyTarget): boolean {
  if (window.from >= other.window.to + GAP_STEPS || other.window.from >= window.to + GAP_STEPS) return false;
  const containers = new Set(other.target.containers);
  return target.containers.some((container) => containers.has(container));
}

function planOf(set: DataSet, topology: Topology, anomalies: readonly Anomaly[]): AnomalyPlan {
  const containers = topology.containers.map(() => NO_CONTAINER_EFFECTS);
  const nodes = topology.nodes.map(() => NO_NODE_EFFECTS);
  for (const anomaly of anomalies) {
    const kind = ANOMALY_KINDS.find(({ name }) => name === anomaly.kind) as (typeof ANOMALY_KINDS)[number];
    for (const index of anomaly.target.containers) {
      containers[index] = kind.onContainer(containers[index] as ContainerEffects, anomaly.window, set.intervalSec);
    }
    for (const index of anomaly.target.nodes) {
      nodes[index] = kind.onNode(nodes[index] as NodeEffects, anomaly.window);
    }
  }
  return {
    anomalies,
    containerEffects: (index) => containers[index] ?? NO_CONTAINER_EFFECTS,
    nodeEffects: (index) => nodes[index] ?? NO_NODE_EFFECTS,
  };
}

/** What the anomalies file holds. Times are RFC 3339; `from` is the first sick sample, `to` the first healthy one. */
export type Truth = {
  readonly randomSeed: number;
  readonly start: string;
  readonly end: string;
  /** Seconds. */
  readonly interval: number;
  readonly anomalies: readonly {
    readonly id: number;
    readonly kind: AnomalyKind;
    readonly from: string;
    readonly to: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly metrics: readonly string[];
    readonly magnitude: number;
  }[];
};

/** The truth of a plan. */
export function truthOf(set: DataSet, plan: AnomalyPlan): Truth {
  const timeOf = (step: number) => rfc3339(set.startSec + step * set.intervalSec);
  return {
    randomSeed: set.randomSeed,
    start: rfc3339(set.startSec),
    end: rfc3339(endSec(set)),
    interval: set.intervalSec,
    anomalies: plan.anomalies.map(({ id, kind, window, target }) => {
      const { metrics, magnitude } = ANOMALY_KINDS.find(({ name }) => name === kind) as (typeof ANOMALY_KINDS)[number];
      return { id, kind, from: timeOf(window.from), to: timeOf(window.to), labels: target.labels, metrics, magnitude };
    }),
  };
}

function rfc3339(unixSec: number): string {
  return new Date(unixSec * 1000).toISOString().replace('.000Z', 'Z');
}
