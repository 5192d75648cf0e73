/** What the builder refuses, at compile time and when a board is made. */
import { expect, test } from 'vitest';
import { type BoardOptions, board } from './board.ts';
import { DashboardError } from './dashboard-error.ts';
import { dashboardJson, dashboardText } from './dashboard-json.ts';
import { row } from './layout.ts';
import { barGauge, gauge, graph, pie, stat, table, text } from './panels/make-panel.ts';
import { errorQuery, query } from './query.ts';
import { risingThresholds } from './units.ts';
import { anyOf, constant, datasourceChoice, interval, oneOf, textbox, variablesIn } from './variable.ts';

const options: BoardOptions = {
  uid: 'a-board',
  title: 'A board',
  description: 'For tests.',
  folder: 'Platform',
  component: 'none',
  rows: [row('Row', [graph('Up', query('up'))])],
};

function failure(more: Partial<BoardOptions>): DashboardError {
  try {
    dashboardText(board({ ...options, ...more }));
  } catch (error) {
    if (error instanceof DashboardError) return error;
    throw error;
  }
  throw new Error('the board was accepted');
}

test('wrong keys, units, panel types and data sources do not compile', () => {
  // @ts-expect-error -- `units` is no option of a graph
  graph('Up', query('up'), { units: 's' });
  // @ts-expect-error -- Grafana knows no such unit
  stat('Up', query('up'), { unit: 'seconds' });
  // @ts-expect-error -- a gauge needs thresholds
  gauge('Up', query('up'), {});
  // @ts-expect-error -- `timeseries` is a beta in 7.5.5
  row('Row', [{ ...graph('Up', query('up')), type: 'timeseries' }]);
  // @ts-expect-error -- not a dashboard of the seed
  board({ ...options, replaces: [1860] });
  // @ts-expect-error -- no such data source
  board({ ...options, datasource: 'Loki' });
  // @ts-expect-error -- quick ranges are Grafana's own
  board({ ...options, presets: ['now-45m'] });
});

test.each([
  ['bad_uid', { uid: 'A Board' }, 'uid "A Board" must be lower case'],
  ['unknown_variable', { rows: [row('Row', [graph('Up', query('up{job="$job"}'))])] }, 'panel "Up" uses $job'],
  [
    'unknown_variable',
    { variables: [oneOf('pod', 'pod', 'up{ns="$namespace"}'), oneOf('namespace', 'namespace', 'up')] },
    'variable pod uses $namespace, which no earlier variable defines',
  ],
  ['duplicate_name', { variables: [constant('a', '1'), constant('a', '2')] }, 'two variables named a'],
  ['duplicate_name', { rows: [row('Row', [text('T', 'x'), text('T', 'y')])] }, 'row "Row" has two panels named "T"'],
  ['bad_layout', { rows: [row('Row', [text('T', 'x', { width: 25 })])] }, 'panel "T" is 25 wide'],
  [
    'no_reason',
    { rows: [row('Row', [graph('E', errorQuery('e', '', 'dunno'))])] },
    'panel "E": say why e may be empty',
  ],
  ['too_large', { rows: [row('Row', [text('T', 'x'.repeat(262_144))])] }, 'split it'],
] as const)('refused: %s', (type, more, message) => {
  const error = failure(more);
  expect(error.type).toBe(type);
  expect(error.message).toContain(message);
});

test("Grafana's own variables are known, others are found in both spellings", () => {
  expect(variablesIn('rate(a{b="$b",c="${c:regex}"}[$__rate_interval]) * $b + $__range_s')).toEqual(['b', 'c']);
});

test('panels flow from left to right and wrap; a collapsed row holds its panels', () => {
  const panel = (title: string) => stat(title, query('up'), { width: 10, height: 3 });
  const { panels } = dashboardJson(
    board({
      ...options,
      rows: [row('One', [panel('a'), panel('b'), panel('c')]), row('Two', [panel('d')], { collapsed: true })],
    }),
  ) as { panels: { title: string; gridPos: unknown; panels?: unknown[] }[] };
  expect(panels.map(({ title, gridPos }) => [title, gridPos])).toEqual([
    ['One', { x: 0, y: 0, w: 24, h: 1 }],
    ['a', { x: 0, y: 1, w: 10, h: 3 }],
    ['b', { x: 10, y: 1, w: 10, h: 3 }],
    ['c', { x: 0, y: 4, w: 10, h: 3 }],
    ['Two', { x: 0, y: 7, w: 24, h: 1 }],
  ]);
  expect(panels[4]?.panels).toMatchObject([{ title: 'd', gridPos: { x: 0, y: 8 } }]);
});

test('variables as Grafana stores them', () => {
  const variables = [
    datasourceChoice('MyTSDB'),
    anyOf('pod', 'pod', 'up{x="y"}', '.+'),
    oneOf('node', 'node', 'up{pod=~"$pod"}'),
    interval('window', ['1m', '5m'], '5m'),
    textbox('price', 'Price of a core', '20'),
    constant('limit', '3'),
  ];
  const { templating } = dashboardJson(board({ ...options, variables })) as { templating: { list: unknown[] } };
  expect(templating.list).toMatchObject([
    { type: 'datasource', query: 'prometheus', current: { value: 'MyTSDB' } },
    {
      type: 'query',
      datasource: '$datasource',
      query: { query: 'label_values(up{x="y"}, pod)' },
      allValue: '.+',
      includeAll: true,
      multi: true,
      current: { text: ['All'], value: ['$__all'] },
    },
    { type: 'query', includeAll: false, multi: false, current: {} },
    { type: 'interval', query: '1m,5m', current: { value: '5m' } },
    { type: 'textbox', label: 'Price of a core', query: '20', hide: 0 },
    { type: 'constant', query: '3', hide: 2 },
  ]);
});

test('presets are links that keep the variables', () => {
  const { links } = dashboardJson(board({ ...options, presets: ['now-7d'] })) as { links: unknown[] };
  expect(links[1]).toMatchObject({
    type: 'link',
    title: '7d',
    url: '/d/a-board?from=now-7d&to=now',
    includeVars: true,
  });
});

test('tables ask for the value now, hide what is not listed, and merge several queries', () => {
  const columns = [
    { field: 'pod', title: 'Pod' },
    { field: 'Value #A', title: 'Age', unit: 's', thresholds: risingThresholds(1, 2) },
  ] as const;
  const made = table('T', [query('a'), query('b')], columns, { sortBy: 'Age' });
  const more = [pie('P', query('a')), barGauge('B', query('b'), { thresholds: risingThresholds(1, 2), max: null })];
  const { panels } = dashboardJson(board({ ...options, rows: [row('Row', [made, ...more])] })) as { panels: unknown[] };
  expect(panels[1]).toMatchObject({
    targets: [
      { refId: 'A', format: 'table', instant: true },
      { refId: 'B', format: 'table', instant: true },
    ],
    transformations: [
      { id: 'merge' },
      { id: 'filterFieldsByName', options: { include: { names: ['pod', 'Value #A'] } } },
      { id: 'organize', options: { renameByName: { pod: 'Pod', 'Value #A': 'Age' } } },
    ],
    options: { sortBy: [{ displayName: 'Age', desc: true }] },
  });
});
