/** Planted anomalies: which, where and when, derived from the seed; and the truth that detectors are scored against. */
import { type AnomalyKind, type AnomalyTarget } from './anomaly-kinds.ts';
import { type DataSet } from './data-set.ts';
import type { Topology } from './labels.ts';
import { type ContainerEffects, type NodeEffects, type Window } from './processes/effects.ts';
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
export declare const NO_ANOMALIES: AnomalyPlan;
/**
 * Plans `set.anomalies` anomalies, kinds in turn, fewer when they do not fit: none in the first and last tenth of the
 * range, none overlapping another that touches the same container.
 */
export declare function planAnomalies(set: DataSet, topology: Topology): AnomalyPlan;
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
export declare function truthOf(set: DataSet, plan: AnomalyPlan): Truth;
//# sourceMappingURL=anomalies.d.ts.map
