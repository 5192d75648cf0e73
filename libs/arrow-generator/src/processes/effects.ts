/** What planted anomalies do to one container or node: step windows, empty on a healthy set. */

/** Steps [from, to). */
export type Window = { readonly from: number; readonly to: number };

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

export type NodeEffects = { readonly saturation: readonly Window[]; readonly diskFill: readonly Window[] };

/** A healthy container. */
export const NO_CONTAINER_EFFECTS: ContainerEffects = {
  restarts: [],
  quiet: [],
  outage: [],
  leak: [],
  latency: [],
  errors: [],
  trafficDrop: [],
  surge: [],
};

/** A healthy node. */
export const NO_NODE_EFFECTS: NodeEffects = { saturation: [], diskFill: [] };

/** The window that holds `step`, if one does. The list is empty or short. */
export function windowAt(windows: readonly Window[], step: number): Window | undefined {
  for (const window of windows) if (step >= window.from && step < window.to) return window;
  return undefined;
}

/** Whether any window holds `step`. Cheap on the empty list, which is the usual one. */
export function inWindow(windows: readonly Window[], step: number): boolean {
  return windows.length !== 0 && windowAt(windows, step) !== undefined;
}

/** How far `step` is through its window: 0 at its start, towards 1 at its end. */
export function progressIn(window: Window, step: number): number {
  return (step + 1 - window.from) / (window.to - window.from);
}
