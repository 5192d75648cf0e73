/** What all boards must hold: what Grafana 7.5.5 can read, and every dashboard of the second seed replaced. */
import { systems } from '@chimera/platform-catalog';
import { describe, expect, test } from 'vitest';
import { panelsOf, type ReplacedId } from './board.ts';
import { boards } from './boards.ts';
import { boardsOf } from './boards-of.ts';
import { dashboardJson, dashboardText, LARGEST_BYTES } from './dashboard-json.ts';

/** The panel types of 7.5.5 that are no beta, and `piechart`. */
const PANEL_TYPES = new Set(['graph', 'stat', 'gauge', 'bargauge', 'table', 'row', 'text', 'heatmap', 'piechart']);

type PanelJson = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: unknown;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly refId: string }[];
  readonly panels?: readonly PanelJson[];
};

/** What the second seed asks for, by their ids at grafana.com. */
const REPLACED: readonly ReplacedId[] = [315, 405, 893, 1471, 1621, 4475, 6417, 6879, 7249, 8670, 8685];

test('each of the eleven dashboards of the seed is replaced by one board', () => {
  expect(boards.flatMap(({ replaces }) => replaces).sort((a, b) => a - b)).toEqual(REPLACED);
});

test('each board belongs to a system of the catalog', () => {
  const names = new Set(Object.values(systems).map(({ name }) => name));
  for (const { uid, component } of boards) expect(names, `board ${uid}`).toContain(component);
});

test('a component mounts its boards, and asking for one that has none is an error', () => {
  expect(boardsOf({ name: 'mytsdb' }).map(({ uid }) => uid)).toContain('k8s-seeded');
  expect(() => boardsOf({ name: 'nobody' })).toThrow('no board belongs to nobody');
});

test('uids and titles are unique, and the list is sorted', () => {
  const uids = boards.map(({ uid }) => uid);
  expect(uids).toEqual([...new Set(uids)].sort());
  expect(new Set(boards.map(({ title }) => title)).size).toBe(boards.length);
});

describe.each(boards.map((board) => [board.uid, board] as const))('%s', (_, board) => {
  const json = JSON.parse(dashboardText(board)) as {
    schemaVersion: number;
    panels: PanelJson[];
    templating: { list: { datasource?: unknown; name: string }[] };
  };
  const all = json.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);

  test('fits a ConfigMap, and is the same every time', () => {
    expect(Buffer.byteLength(dashboardText(board))).toBeLessThan(LARGEST_BYTES);
    expect(JSON.stringify(dashboardJson(board))).toBe(dashboardText(board));
  });

  test('is what 7.5.5 reads: schema 27, known panel types, data sources as texts', () => {
    expect(json.schemaVersion).toBe(27);
    for (const { type, datasource, title } of all) {
      expect(PANEL_TYPES, title).toContain(type);
      if (datasource !== undefined) expect(['Prometheus', 'MyTSDB', '$datasource']).toContain(datasource);
    }
    for (const { datasource } of json.templating.list)
      if (datasource !== undefined) expect(['Prometheus', 'MyTSDB', '$datasource']).toContain(datasource);
  });

  test('has unique ids, and panels that do not overlap', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const taken = new Map<string, string>();
    for (const { gridPos, title } of json.panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(x).toBeLessThan(24);
          expect(taken.get(`${x},${y}`), `${title} lies on another panel`).toBeUndefined();
          taken.set(`${x},${y}`, title);
        }
  });

  test('says what it shows, and every panel but texts has a query', () => {
    expect(board.description.length).toBeGreaterThan(20);
    for (const panel of panelsOf(board))
      if (panel.type !== 'text') expect(panel.queries.length, panel.title).toBeGreaterThan(0);
  });
});

test('the dashboard of the seed: nine chained variables, the last day, presets', () => {
  const seeded = boards.find(({ uid }) => uid === 'k8s-seeded');
  expect(seeded).toMatchObject({ title: 'K8s Seeded Cluster (7d)', datasource: 'MyTSDB', time: 'now-24h' });
  expect(seeded?.presets).toEqual(['now-1h', 'now-6h', 'now-24h', 'now-2d', 'now-7d']);
  expect(seeded?.variables.map(({ name }) => name)).toEqual([
    'region',
    'zone',
    'cluster',
    'namespace',
    'service',
    'deployment',
    'pod',
    'container',
    'node',
  ]);
  expect(seeded?.variables[1]).toMatchObject({
    selector: 'up{job="kubernetes-pods",region=~"$region"}',
    label: 'zone',
    multi: true,
    all: '.+',
  });
});
