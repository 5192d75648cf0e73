/** One function per panel type, with the defaults that most panels want. An unknown option does not compile. */
import type { Query } from '../query.ts';
import { plain, type Thresholds, type Unit } from '../units.ts';
import type {
  GaugePanel,
  GraphPanel,
  HeatmapPanel,
  PiePanel,
  StatPanel,
  TableColumn,
  TablePanel,
  TextPanel,
} from './panel.ts';

type Sized = { readonly description?: string; readonly width?: number; readonly height?: number };
type Queries = Query | readonly Query[];

export type GraphOptions = Sized &
  Partial<Pick<GraphPanel, 'unit' | 'stack' | 'min' | 'max' | 'bars' | 'legendTable' | 'dashed'>>;

/** Half the width; from zero, unless `min: null`. */
export function graph(title: string, queries: Queries, options: GraphOptions = {}): GraphPanel {
  return {
    ...common(title, queries, options, 12, 8),
    type: 'graph',
    unit: options.unit ?? 'short',
    stack: options.stack ?? false,
    min: options.min === undefined ? 0 : options.min,
    max: options.max ?? null,
    bars: options.bars ?? false,
    legendTable: options.legendTable ?? false,
    dashed: options.dashed ?? null,
  };
}

export type StatOptions = Sized & {
  readonly unit?: Unit;
  readonly decimals?: number;
  readonly thresholds?: Thresholds;
  readonly colour?: StatPanel['colour'];
  readonly sparkline?: boolean;
  readonly words?: Readonly<Record<string, string>>;
};

/** A number, a sixth of the width. */
export function stat(title: string, queries: Queries, options: StatOptions = {}): StatPanel {
  return {
    ...common(title, queries, options, 4, 4),
    type: 'stat',
    unit: options.unit ?? 'short',
    decimals: options.decimals ?? null,
    thresholds: options.thresholds ?? plain('blue'),
    colour: options.colour ?? 'value',
    sparkline: options.sparkline ?? true,
    words: options.words ?? {},
  };
}

export type GaugeOptions = Sized & {
  readonly unit?: Unit;
  readonly min?: number;
  readonly max?: number | null;
  readonly thresholds: Thresholds;
};

/** A share as a needle, unless unit and bounds say otherwise. */
export function gauge(title: string, queries: Queries, options: GaugeOptions): GaugePanel {
  return { ...common(title, queries, options, 6, 6), ...scale(options), type: 'gauge' };
}

/** One bar per series. */
export function barGauge(title: string, queries: Queries, options: GaugeOptions): GaugePanel {
  return { ...common(title, queries, options, 12, 8), ...scale(options), type: 'bargauge' };
}

export type TableOptions = Sized & { readonly sortBy?: string };

/** One row per label set; queries are asked for their value now. */
export function table(
  title: string,
  queries: Queries,
  columns: readonly TableColumn[],
  options: TableOptions = {},
): TablePanel {
  const asked = list(queries).map((one) => ({ ...one, instant: true }));
  return { ...common(title, asked, options, 24, 9), type: 'table', columns, sortBy: options.sortBy ?? null };
}

/** Buckets of a classic histogram, `sum by (le) (...)`. */
export function heatmap(title: string, queries: Query, options: Sized & { readonly unit?: Unit } = {}): HeatmapPanel {
  return { ...common(title, queries, options, 12, 8), type: 'heatmap', unit: options.unit ?? 's' };
}

/** Parts of a whole, now; core in 7.5.5, so the plugin `grafana-piechart-panel` is not needed. */
export function pie(title: string, queries: Queries, options: Sized & { readonly unit?: Unit } = {}): PiePanel {
  return { ...common(title, queries, options, 8, 8), type: 'piechart', unit: options.unit ?? 'short' };
}

export function text(title: string, markdown: string, options: Sized = {}): TextPanel {
  return { ...common(title, [], options, 24, 4), queries: [], type: 'text', markdown };
}

function list(queries: Queries): readonly Query[] {
  return 'expr' in queries ? [queries] : queries;
}

function common(
  title: string,
  queries: Queries,
  { description = '', width, height }: Sized,
  wide: number,
  high: number,
) {
  return { title, description, size: { width: width ?? wide, height: height ?? high }, queries: list(queries) };
}

function scale({ unit = 'percentunit', min = 0, max = 1, thresholds }: GaugeOptions) {
  return { unit, min, max, thresholds };
}
