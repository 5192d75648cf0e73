/** The named sizes of the data set. */
const CLUSTER_OF_20_PODS = {
  regions: 3,
  zones: 3,
  clusters: 3,
  nodes: 8,
  namespaces: 5,
  services: 2,
  podsPerService: 2,
  containers: 2,
  metrics: 90,
};
/** `small` is the default; `week` has the same size over seven days. */
export const PRESETS = {
  small: { ...CLUSTER_OF_20_PODS, days: 1, intervalSec: 15 },
  week: { ...CLUSTER_OF_20_PODS, days: 7, intervalSec: 105 },
  medium: { ...CLUSTER_OF_20_PODS, days: 7, intervalSec: 15 },
  large: { ...CLUSTER_OF_20_PODS, days: 7, intervalSec: 15, namespaces: 10, podsPerService: 5, nodes: 20 },
};
/** Steps of a range: whole intervals only. */
export function stepsIn(days, intervalSec) {
  return Math.floor((days * 86_400) / intervalSec);
}
