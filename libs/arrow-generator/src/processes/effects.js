/** What planted anomalies do to one container or node: step windows, empty on a healthy set. */
/** A healthy container. */
export const NO_CONTAINER_EFFECTS = {
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
export const NO_NODE_EFFECTS = { saturation: [], diskFill: [] };
/** The window that holds `step`, if one does. The list is empty or short. */
export function windowAt(windows, step) {
  for (const window of windows) if (step >= window.from && step < window.to) return window;
  return undefined;
}
/** Whether any window holds `step`. Cheap on the empty list, which is the usual one. */
export function inWindow(windows, step) {
  return windows.length !== 0 && windowAt(windows, step) !== undefined;
}
/** How far `step` is through its window: 0 at its start, towards 1 at its end. */
export function progressIn(window, step) {
  return (step + 1 - window.from) / (window.to - window.from);
}
