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
/** `small` is the default; `week` has the same size over seven days. */
export declare const PRESETS: Readonly<Record<PresetName, Preset>>;
/** Steps of a range: whole intervals only. */
export declare function stepsIn(days: number, intervalSec: number): number;
//# sourceMappingURL=presets.d.ts.map
