/**
 * What the server has of a fed metric, against what the feeder was told that it has: number and sum of every series'
 * samples over `query_range`, and every single sample over remote read.
 */
import type { BenchServer } from '../bench/server.ts';
import { streamedRead } from './streamed-read.ts';

/** Sample i of each series has the value i and the time startMs + i * stepMs; the series are `s-0`, `s-1`, ... */
export type Fed = {
  readonly metric: string;
  readonly series: number;
  readonly startMs: number;
  readonly stepMs: number;
  /** Acknowledged samples of each series. */
  readonly samplesPerSeries: number;
};

/** Windows of which one point each is asked: a window that is too long would be one huge sum. */
const WINDOW_MS = 60_000;

type Point = readonly [number, string];
type Answer = { data: { result: { metric: { series: string }; values: Point[] }[] } };

/** Samples missing or too many, wrong sums, and series missing, all added up: 0 when all is well. */
export async function missingInQueries(server: BenchServer, fed: Fed): Promise<number> {
  const { samplesPerSeries: n, series } = fed;
  const [counts, sums] = await Promise.all([
    totals(server, fed, 'count_over_time'),
    totals(server, fed, 'sum_over_time'),
  ]);
  let missing = Math.abs(series - counts.size);
  for (const count of counts.values()) missing += Math.abs(n - count);
  for (const sum of sums.values()) if (sum !== (n * (n - 1)) / 2) missing++;
  return missing;
}

/** By series, over windows that follow each other without a gap. */
async function totals(server: BenchServer, fed: Fed, over: string): Promise<Map<string, number>> {
  const { metric, startMs, stepMs, samplesPerSeries } = fed;
  const lastMs = startMs + (samplesPerSeries - 1) * stepMs;
  const windows = Math.ceil((lastMs - startMs + 1) / WINDOW_MS);
  // The last window ends with the last sample, whatever is being written behind it; the first begins before the first.
  const query = new URLSearchParams({
    query: `${over}(${metric}[${WINDOW_MS}ms])`,
    start: `${(lastMs - (windows - 1) * WINDOW_MS) / 1_000}`,
    end: `${lastMs / 1_000}`,
    step: `${WINDOW_MS / 1_000}`,
  });
  const { body } = await server.request('GET', `/api/v1/query_range?${query}`);
  const { data } = JSON.parse(body.toString()) as Answer;
  return new Map(
    data.result.map(({ metric: { series }, values }) => [
      series,
      values.reduce((sum, [, text]) => sum + Number(text), 0),
    ]),
  );
}

/** Samples that are not, in their place, exactly what was sent; and those missing. */
export async function missingInRemoteRead(port: number, fed: Fed): Promise<{ missing: number; read: number }> {
  const { metric, startMs, stepMs, samplesPerSeries: n, series } = fed;
  const next = new Map<string, number>();
  let [wrong, read] = [0, 0];
  let [current, expected] = ['', 0];
  await streamedRead(port, { metric, startMs, endMs: startMs + (n - 1) * stepMs }, (name, timeMs, value) => {
    if (name !== current) {
      next.set(current, expected);
      [current, expected] = [name, next.get(name) ?? 0];
    }
    if (value !== expected || timeMs !== startMs + expected * stepMs) wrong++;
    expected++;
    read++;
  });
  next.set(current, expected);
  next.delete('');
  let missing = wrong + Math.abs(series - next.size) * n;
  for (const count of next.values()) missing += Math.abs(n - count);
  return { missing, read };
}
