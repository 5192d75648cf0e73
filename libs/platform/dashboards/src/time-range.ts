/**
 * Time ranges of boards. Grafana 7.5.5 has one fixed list of quick ranges for all dashboards (`time_options` is a relic
 * that nothing reads, `quick_ranges` came in version 11), so a board's own presets are links beside the picker.
 */

/** Ranges of Grafana's own list, which its picker names in words. */
export type TimePreset = 'now-15m' | 'now-1h' | 'now-3h' | 'now-6h' | 'now-12h' | 'now-24h' | 'now-2d' | 'now-7d';

export type Refresh = '' | '5s' | '10s' | '30s' | '1m' | '5m';

export const REFRESH_INTERVALS: readonly Refresh[] = ['5s', '10s', '30s', '1m', '5m'];

const LENGTH_SEC: Readonly<Record<TimePreset, number>> = {
  'now-15m': 900,
  'now-1h': 3_600,
  'now-3h': 10_800,
  'now-6h': 21_600,
  'now-12h': 43_200,
  'now-24h': 86_400,
  'now-2d': 172_800,
  'now-7d': 604_800,
};

export function lengthSec(preset: TimePreset): number {
  return LENGTH_SEC[preset];
}

/** What a link to a preset is called: "7d". */
export function presetTitle(preset: TimePreset): string {
  return preset.slice('now-'.length);
}
