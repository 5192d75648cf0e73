/** The seeded cluster as its dashboard sees it: a real server, the small preset through Flight, PromQL over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DASHBOARD_QUERIES, withVariables } from './dashboard-queries.ts';
import { type SeededServer, seededServer } from './seeded-server.ts';

let cluster: SeededServer;

beforeAll(async () => {
  cluster = await seededServer(['--preset', 'small']);
}, 120_000);
afterAll(() => cluster?.server.stop());

async function scalar(query: string): Promise<number> {
  const [only] = await cluster.instant(query);
  return only?.values[0] ?? Number.NaN;
}

test('the small preset is 3,600 series and 20,736,000 samples', async () => {
  expect(await scalar('count({__name__=~".+"})')).toBe(3_600);
  const { body } = await cluster.server.request('GET', '/metrics');
  expect(/^mytsdb_samples (\d+)$/m.exec(body.toString())?.[1]).toBe('20736000');
  // Counted again, by reading: one query per container, as equal label sets may not meet in one vector.
  expect(await scalar('sum(count_over_time({__name__="up"}[25h]))')).toBe(40 * 5_760);
});

describe.each(DASHBOARD_QUERIES)('%s', (_, query, series) => {
  test('answers, instant and range, with and without the variables', async () => {
    const filtered = withVariables(query);
    expect(await cluster.instant(query)).toHaveLength(series);
    expect(await cluster.instant(filtered)).toHaveLength(series);
    const range = await cluster.range(query);
    expect(range).toHaveLength(series);
    for (const { values } of range) expect(values.every(Number.isFinite)).toBe(true);
    expect(await cluster.range(filtered)).toEqual(range);
  });
});

describe('what the answers must hold', () => {
  const all = async (query: string): Promise<number[]> => (await cluster.range(query)).flatMap(({ values }) => values);

  test('0 <= busy <= 1, and used < limit', async () => {
    const busy = await all('1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) by (node)');
    expect(Math.min(...busy)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...busy)).toBeLessThanOrEqual(1);
    expect(Math.max(...(await all('container_memory_usage_bytes / container_spec_memory_limit_bytes')))).toBeLessThan(
      1,
    );
  });

  test('buckets are cumulative, and +Inf equals _count', async () => {
    const bounds = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'];
    for (const [i, le] of bounds.slice(1).entries()) {
      const larger = `http_request_duration_seconds_bucket{le="${le}"}`;
      const smaller = `http_request_duration_seconds_bucket{le="${bounds[i]}"}`;
      expect(Math.min(...(await all(`${larger} - ignoring(le) ${smaller}`)))).toBeGreaterThanOrEqual(0);
    }
    const rest = await all(
      'http_request_duration_seconds_bucket{le="+Inf"} - ignoring(le) http_request_duration_seconds_count',
    );
    expect(new Set(rest)).toEqual(new Set([0]));
  });

  test('p99 lies inside its bucket', async () => {
    const rates = 'sum(rate(http_request_duration_seconds_bucket[5m])) by (le, service)';
    const p99 = await cluster.range(`histogram_quantile(0.99, ${rates})`);
    const share = async (le: string) =>
      new Map(
        (
          await cluster.range(
            `${rates.replace('_bucket[', `_bucket{le="${le}"}[`)} / ignoring(le) ${rates.replace('_bucket[', '_bucket{le="+Inf"}[')}`,
          )
        ).map(({ metric, values }) => [metric['service'], values]),
      );
    const bounds = [0.25, 0.5, 1, 2.5, 5];
    const shares = await Promise.all(bounds.map((le) => share(String(le))));
    for (const { metric, values } of p99) {
      for (const [k, value] of values.entries()) {
        const above = bounds.findIndex((bound) => value <= bound);
        expect(above).toBeGreaterThan(0);
        expect(shares[above]?.get(metric['service'])?.[k]).toBeGreaterThanOrEqual(0.99 - 1e-9);
        expect(shares[above - 1]?.get(metric['service'])?.[k]).toBeLessThanOrEqual(0.99 + 1e-9);
      }
    }
  });

  test('counters fall only at restarts, node counters never', async () => {
    expect(
      await scalar(
        'max(resets(http_requests_total[1d]) - ignoring(method, code) group_left changes(container_start_time_seconds[1d]))',
      ),
    ).toBe(0);
    expect(await scalar('max(resets(node_cpu_seconds_total[1d]))')).toBe(0);
    expect(await scalar('sum(changes(container_start_time_seconds[1d]))')).toBeGreaterThan(10);
  });

  test('the daily wave: the busiest hour of each region has 2 to 5 times the requests of the quietest', async () => {
    for (const { values } of await cluster.range('sum(rate(http_requests_total[1h])) by (region)', 23, 600)) {
      const ratio = Math.max(...values) / Math.min(...values);
      expect(ratio).toBeGreaterThan(2);
      expect(ratio).toBeLessThan(5);
    }
  });

  test('types, units and help are known', async () => {
    const { body } = await cluster.server.request('GET', '/api/v1/metadata?metric=http_requests_total');
    expect(JSON.parse(body.toString()).data.http_requests_total[0]).toMatchObject({ type: 'counter' });
  });
});
