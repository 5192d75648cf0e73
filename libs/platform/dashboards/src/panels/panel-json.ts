/** A panel as Grafana 7.5.5 stores it. */
import type { Query } from '../query.ts';
import type { Thresholds, Unit } from '../units.ts';
import type { GaugePanel, GraphPanel, Panel, StatPanel, TablePanel } from './panel.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type GridPos = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

/** The release whose panel options these are. */
export const PLUGIN_VERSION = '7.5.5';

export function panelJson(panel: Panel, id: number, gridPos: GridPos, datasource: string): Record<string, Json> {
  const head: Record<string, Json> = {
    id,
    type: panel.type,
    title: panel.title,
    gridPos,
    pluginVersion: PLUGIN_VERSION,
  };
  if (panel.description !== '') head['description'] = panel.description;
  if (panel.type === 'text') return { ...head, options: { mode: 'markdown', content: panel.markdown } };
  const format = panel.type === 'table' ? 'table' : panel.type === 'heatmap' ? 'heatmap' : 'time_series';
  const targets = panel.queries.map((query, i) => targetJson(query, String.fromCharCode(65 + i), format));
  return { ...head, datasource, targets, ...body(panel) };
}

function targetJson({ expr, legend, instant }: Query, refId: string, format: string): Json {
  return { refId, expr, format, legendFormat: legend, instant, interval: '', intervalFactor: 1 };
}

function body(panel: Exclude<Panel, { type: 'text' }>): Record<string, Json> {
  switch (panel.type) {
    case 'graph':
      return graphBody(panel);
    case 'stat':
      return statBody(panel);
    case 'gauge':
    case 'bargauge':
      return gaugeBody(panel);
    case 'table':
      return tableBody(panel);
    case 'heatmap':
      return {
        dataFormat: 'tsbuckets',
        color: {
          mode: 'spectrum',
          colorScheme: 'interpolateOranges',
          colorScale: 'sqrt',
          cardColor: '#b4ff00',
          exponent: 0.5,
        },
        cards: { cardPadding: null, cardRound: null },
        hideZeroBuckets: true,
        highlightCards: true,
        legend: { show: false },
        tooltip: { show: true, showHistogram: false },
        reverseYBuckets: false,
        xAxis: { show: true },
        yAxis: { show: true, format: panel.unit, decimals: null, logBase: 1, min: null, max: null, splitFactor: null },
        yBucketBound: 'auto',
      };
    case 'piechart':
      return {
        options: {
          pieType: 'donut',
          displayLabels: ['percent'],
          legend: { displayMode: 'list', placement: 'right', values: ['value'] },
          reduceOptions: LAST,
          text: {},
        },
        fieldConfig: {
          defaults: { unit: panel.unit, color: { mode: 'palette-classic' }, mappings: [] },
          overrides: [],
        },
      };
  }
}

const LAST: Json = { calcs: ['lastNotNull'], fields: '', values: false };

function graphBody({ unit, stack, min, max, bars, legendTable, dashed }: GraphPanel): Record<string, Json> {
  const axis = (shown: boolean): Json => ({
    format: unit,
    label: null,
    logBase: 1,
    min: text(min),
    max: text(max),
    show: shown,
  });
  return {
    renderer: 'flot',
    lines: !bars,
    linewidth: 1,
    bars,
    points: false,
    fill: stack ? 6 : 1,
    fillGradient: 0,
    stack,
    percentage: false,
    steppedLine: false,
    nullPointMode: 'null',
    legend: {
      show: true,
      alignAsTable: legendTable,
      rightSide: false,
      values: legendTable,
      current: legendTable,
      avg: legendTable,
      max: legendTable,
      min: false,
      total: false,
    },
    tooltip: { shared: true, sort: 2, value_type: 'individual' },
    seriesOverrides:
      dashed === null
        ? []
        : [{ alias: `/${dashed}/`, dashes: true, fill: 0, linewidth: 2, stack: false, color: '#F2495C' }],
    thresholds: [],
    timeRegions: [],
    xaxis: { mode: 'time', show: true, name: null, values: [], buckets: null },
    yaxis: { align: false, alignLevel: null },
    yaxes: [axis(true), axis(false)],
    fieldConfig: { defaults: { unit }, overrides: [] },
  };
}

/** The axis bounds of the graph panel are texts. */
function text(bound: number | null): string | null {
  return bound === null ? null : String(bound);
}

function statBody({ unit, decimals, thresholds, colour, sparkline, words }: StatPanel): Record<string, Json> {
  const mappings = Object.entries(words).map(([value, shown], i) => ({
    id: i + 1,
    type: 1,
    op: '=',
    value,
    text: shown,
  }));
  return {
    options: {
      colorMode: colour,
      graphMode: sparkline ? 'area' : 'none',
      justifyMode: 'auto',
      orientation: 'auto',
      reduceOptions: LAST,
      text: {},
      textMode: 'auto',
    },
    fieldConfig: fieldConfig(unit, thresholds, { mappings, ...(decimals === null ? {} : { decimals }) }),
  };
}

function gaugeBody({ type, unit, min, max, thresholds }: GaugePanel): Record<string, Json> {
  const options: Record<string, Json> =
    type === 'gauge'
      ? { reduceOptions: LAST, showThresholdLabels: false, showThresholdMarkers: true, text: {} }
      : { reduceOptions: LAST, displayMode: 'gradient', orientation: 'horizontal', showUnfilled: true, text: {} };
  return {
    options,
    fieldConfig: fieldConfig(unit, thresholds, { mappings: [], min, ...(max === null ? {} : { max }) }),
  };
}

function tableBody({ columns, queries, sortBy }: TablePanel): Record<string, Json> {
  const indexByName = Object.fromEntries(columns.map(({ field }, i) => [field, i]));
  const renameByName = Object.fromEntries(columns.map(({ field, title }) => [field, title]));
  // `filterFieldsByName` keeps what is listed, and `organize` orders and renames it.
  const transformations: Json[] = [
    { id: 'filterFieldsByName', options: { include: { names: columns.map(({ field }) => field) } } },
    { id: 'organize', options: { excludeByName: {}, indexByName, renameByName } },
  ];
  if (queries.length > 1) transformations.unshift({ id: 'merge', options: {} });
  return {
    options: { showHeader: true, ...(sortBy === null ? {} : { sortBy: [{ displayName: sortBy, desc: true }] }) },
    transformations,
    fieldConfig: {
      defaults: { custom: { align: null, filterable: true }, mappings: [] },
      overrides: columns.flatMap(({ title, unit, thresholds }) => {
        const properties: Json[] = [];
        if (unit !== undefined) properties.push({ id: 'unit', value: unit });
        if (thresholds !== undefined) {
          properties.push({ id: 'thresholds', value: thresholdsJson(thresholds) });
          properties.push({ id: 'custom.displayMode', value: 'color-text' });
        }
        return properties.length === 0 ? [] : [{ matcher: { id: 'byName', options: title }, properties }];
      }),
    },
  };
}

function fieldConfig(unit: Unit, thresholds: Thresholds, more: Record<string, Json>): Json {
  return {
    defaults: { unit, color: { mode: 'thresholds' }, thresholds: thresholdsJson(thresholds), ...more },
    overrides: [],
  };
}

function thresholdsJson(thresholds: Thresholds): Json {
  return { mode: 'absolute', steps: thresholds.map(({ from, colour }) => ({ color: colour, value: from })) };
}
