/** What planted anomalies do to one container or node: step windows, empty on a healthy set. */
/** Steps [from, to). */
export type Window = {
  readonly from: number;
  readonly to: number;
};
export type ContainerEffects = {
  /** Steps at which a restart is forced, ascending. */
  readonly restarts: readonly number[];
  /** No restart of chance happens inside. */
  readonly quiet: readonly Window[];
  readonly outage: readonly Window[];
  readonly leak: readonly Window[];
  readonly latency: readonly Window[];
  readonly errors: readonly Window[];
  readonly trafficDrop: readonly Window[];
  readonly surge: readonly Window[];
};
export type NodeEffects = {
  readonly saturation: readonly Window[];
  readonly diskFill: readonly Window[];
};
/** A healthy container. */
export declare const NO_CONTAINER_EFFECTS: ContainerEffects;
/** A healthy node. */
export declare const NO_NODE_EFFECTS: NodeEffects;
/** The window that holds `step`, if one does. The list is empty or short. */
export declare function windowAt(windows: readonly Window[], step: number): Window | undefined;
/** Whether any window holds `step`. Cheap on the empty list, which is the usual one. */
export declare function inWindow(windows: readonly Window[], step: number): boolean;
/** How far `step` is through its window: 0 at its start, towards 1 at its end. */
export declare function progressIn(window: Window, step: number): number;
//# sourceMappingURL=effects.d.ts.map
