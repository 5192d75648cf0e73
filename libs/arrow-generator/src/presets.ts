/** The named sizes of the data set. */

export type PresetName = 'small' | 'week' | 'medium' | 'large';

export type Preset = {
  readonly days: number;
  readonly intervalSec: number;
  readonly regions: number;
  readonly zones: number;
  readonly clusters: number;
  readonly nodes: number;
  readonly namespaces: number;
  readonly services: number;
  readonly podsPerService: number;
  readonly containers: number;
  readonly metrics: number;
};

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
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  small: { ...CLUSTER_OF_20_PODS, days: 1, intervalSec: 15 },
  week: { ...CLUSTER_OF_20_PODS, days: 7, intervalSec: 105 },
  medium: { ...CLUSTER_OF_20_PODS, days: 7, intervalSec: 15 },
  large: { ...CLUSTER_OF_20_PODS, days: 7, intervalSec: 15, namespaces: 10, podsPerService: 5, nodes: 20 },
};

/** Steps of a range: whole intervals only. */
export function stepsIn(days: number, intervalSec: number): number {
  return Math.floor((days * 86_400) / intervalSec);
}
