/** Every query of every board answers: against the families of all components, and against the seeded data set. */
import { boards, dashboardText, panelsOf } from '@chimera/platform-dashboards';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DASHBOARD_QUERIES } from '../e2e/dashboard-queries.ts';
import { type Choice, type Dashboard, isEmpty, runBoard } from './check-board.ts';
import { type MetricsStore, mytsdbStore, prometheusStore } from './metrics-store.ts';

const stores: Record<'Prometheus' | 'MyTSDB', MetricsStore | null> = { Prometheus: null, MyTSDB: null };

beforeAll(async () => {
  stores.Prometheus = await prometheusStore();
  stores.MyTSDB = await mytsdbStore();
}, 120_000);
afterAll(async () => {
  for (const store of Object.values(stores)) await store?.stop();
});

/** What does not answer, as lines to read; reasons of the board's author are respected. */
async function silent(board: (typeof boards)[number], choice: Choice): Promise<string[]> {
  const store = stores[board.datasource];
  if (store === null) throw new Error('the stores did not start');
  const excused = new Set(
    panelsOf(board).flatMap(({ queries }) => queries.flatMap((one) => (one.mayBeEmpty === null ? [] : [one.expr]))),
  );
  const dashboard = JSON.parse(dashboardText(board)) as Dashboard;
  return (await runBoard(dashboard, store, choice))
    .filter((answer) => answer.error !== null || (isEmpty(answer) && !excused.has(answer.expr)))
    .map(({ panel, query, error }) => `${panel}: ${error ?? 'no answer'}: ${query}`);
}

test.each(boards.map((board) => [board.uid, board] as const))('%s: every panel answers', async (_, board) => {
  expect(await silent(board, 'all')).toEqual([]);
});

const seeded = boards.find(({ uid }) => uid === 'k8s-seeded');

describe('the dashboard of the seed', () => {
  test('every panel answers when only the first value of each variable is chosen', async () => {
    expect(seeded && (await silent(seeded, 'first'))).toEqual([]);
  });

  test('its queries are those of the data set, each with as many series as the topology has', async () => {
    if (seeded === undefined || stores.MyTSDB === null) throw new Error('there is no board k8s-seeded');
    const answers = await runBoard(JSON.parse(dashboardText(seeded)) as Dashboard, stores.MyTSDB, 'all');
    const names = seeded.variables.map(({ name }) => name);
    const [sent, own] = [(name: string) => `${name}=~".+"`, (name: string) => `${name}=~"$${name}"`].map((filter) =>
      names.map(filter).join(','),
    ) as [string, string];
    const bare = (expr: string): string =>
      [own, sent]
        .reduce(
          (text, filter) => text.replaceAll(`${filter},`, '').replaceAll(`,${filter}`, '').replaceAll(filter, ''),
          expr,
        )
        .replaceAll('{}', '');
    const rows = new Map(answers.map((answer) => [bare(answer.expr), answer.answers.length]));
    for (const [panel, query, series] of DASHBOARD_QUERIES) expect(rows.get(query), `${panel}: ${query}`).toBe(series);
  });
});
