/** The kinds of anomaly, in the order in which they take turns: what each hits, how long it lasts, what it changes. */
import type { Topology } from './labels.ts';
import type { ContainerEffects, NodeEffects, Window } from './processes/effects.ts';
import type { RandomStream } from './random.ts';
export type AnomalyKind =
  | 'cpu-saturation'
  | 'memory-leak'
  | 'crash-loop'
  | 'latency'
  | 'errors'
  | 'traffic-drop'
  | 'disk-fill'
  | 'network-surge'
  | 'zone-outage';
/** Where an anomaly sits: the labels that name it, and all that it touches. */
export type AnomalyTarget = {
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly number[];
  readonly nodes: readonly number[];
};
export type AnomalyKindEntry = {
  readonly name: AnomalyKind;
  readonly durationSec: number;
  readonly magnitude: number;
  /** The families that show it. */
  readonly metrics: readonly string[];
  target(topology: Topology, random: RandomStream): AnomalyTarget;
  onContainer(effects: ContainerEffects, window: Window, intervalSec: number): ContainerEffects;
  onNode(effects: NodeEffects, window: Window): NodeEffects;
};
export declare const ANOMALY_KINDS: readonly AnomalyKindEntry[];
//# sourceMappingURL=anomaly-kinds.d.ts.map
