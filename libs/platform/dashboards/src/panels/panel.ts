/** Panels as a board's author writes them: a closed union of the types that Grafana 7.5.5 has and these boards use. */
import type { Query } from '../query.ts';
import type { Thresholds, Unit } from '../units.ts';

/** Grid units: a dashboard is 24 wide, and one unit high is 30 pixels. */
export type PanelSize = { readonly width: number; readonly height: number };

type Common = {
  readonly title: string;
  readonly description: string;
  readonly size: PanelSize;
  readonly queries: readonly Query[];
};

/** The time series panel of the years before 8.0; `timeseries` is a beta in 7.5.5. */
export type GraphPanel = Common & {
  readonly type: 'graph';
  readonly unit: Unit;
  readonly stack: boolean;
  readonly min: number | null;
  readonly max: number | null;
  readonly bars: boolean;
  /** The legend as a table with current, mean and highest value. */
  readonly legendTable: boolean;
  /** Limits drawn as dashed lines: names of series, as regular expressions. */
  readonly dashed: string | null;
};

export type StatPanel = Common & {
  readonly type: 'stat';
  readonly unit: Unit;
  readonly decimals: number | null;
  readonly thresholds: Thresholds;
  readonly colour: 'value' | 'background' | 'none';
  readonly sparkline: boolean;
  /** Values shown as words. */
  readonly words: Readonly<Record<string, string>>;
};

export type GaugePanel = Common & {
  readonly type: 'gauge' | 'bargauge';
  readonly unit: Unit;
  readonly min: number;
  /** Null: the highest value. */
  readonly max: number | null;
  readonly thresholds: Thresholds;
};

export type TableColumn = {
  /** A label, or `Value` (one query) and `Value #A`, `Value #B`, ... (several). */
  readonly field: string;
  readonly title: string;
  readonly unit?: Unit;
  readonly thresholds?: Thresholds;
};

export type TablePanel = Common & {
  readonly type: 'table';
  /** Fields in their order; those not listed are hidden. */
  readonly columns: readonly TableColumn[];
  /** Title of the column by which rows are sorted, descending. */
  readonly sortBy: string | null;
};

export type HeatmapPanel = Common & { readonly type: 'heatmap'; readonly unit: Unit };

export type PiePanel = Common & { readonly type: 'piechart'; readonly unit: Unit };

export type TextPanel = Omit<Common, 'queries'> & {
  readonly type: 'text';
  readonly queries: readonly [];
  readonly markdown: string;
};

export type Panel = GraphPanel | StatPanel | GaugePanel | TablePanel | HeatmapPanel | PiePanel | TextPanel;
