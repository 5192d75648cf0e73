/** A MyTSDB that stands in for the data source of boards and rules, with what a Prometheus would hold. */
import { type BenchSeries, remoteWriteRequests } from '../bench/data.ts';
import { ingestRemoteWrite } from '../bench/ingest.ts';
import { mytsdb } from '../bench/peers.ts';
import { type BenchServer, startServer } from '../bench/server.ts';
import { seededServer } from '../e2e/seeded-server.ts';
import { expandFamilies, type Span } from './expand-families.ts';
import type { Labels, StoreName } from './families.ts';
import { familiesOfComponents } from './families-of-components.ts';

export type Answer = {
  readonly metric: Labels;
  /** Unix seconds, one per value; an instant query has one. */
  readonly times: readonly number[];
  readonly values: readonly number[];
};

export type MetricsStore = {
  readonly server: BenchServer;
  /** What the data spans. */
  readonly span: Span;
  /** Throws with the server's message. */
  instant(expr: string): Promise<Answer[]>;
  range(expr: string, lengthSec: number, stepSec: number): Promise<Answer[]>;
  /** Label sets of the series that match, in the span. */
  series(selector: string): Promise<Labels[]>;
  /** One value per scrape of the span. */
  write(series: readonly BenchSeries[]): Promise<void>;
  stop(): Promise<void>;
};

const SPAN_SEC = 7_200;
const SCRAPE_SEC = 15;
/** Of the seeded set: rates over five minutes hold ten samples. */
const SEED_SEC = 30;
/** Three hours. */
const SEED_DAYS = '0.125';

/** What the platform's Prometheus scrapes: the families of all components. */
export async function prometheusStore(): Promise<MetricsStore> {
  const server = await startServer({ ...(await mytsdb()), readyPath: '/-/ready' });
  const endSec = Math.floor(Date.now() / 1_000 / SCRAPE_SEC) * SCRAPE_SEC;
  return filled(server, endSec, 'Prometheus');
}

/** The seeded Kubernetes data set (three hours of it) and what the sample application pushes. */
export async function mytsdbStore(): Promise<MetricsStore> {
  const args = ['--preset', 'small', '--interval', `${SEED_SEC}`, '--days', SEED_DAYS];
  const { server, endSec } = await seededServer(args, SEED_SEC);
  return filled(server, endSec, 'MyTSDB');
}

async function filled(server: BenchServer, endSec: number, name: StoreName): Promise<MetricsStore> {
  try {
    const store = storeOf(server, { startSec: endSec - SPAN_SEC, endSec, stepSec: SCRAPE_SEC });
    const scraped = familiesOfComponents().filter(({ families }) => families.stores.includes(name));
    await store.write(scraped.flatMap(({ families }) => expandFamilies(families, store.span)));
    return store;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function storeOf(server: BenchServer, span: Span): MetricsStore {
  const get = async <T>(path: string, parameters: Readonly<Record<string, string | number>>): Promise<T> => {
    const query = new URLSearchParams(
      Object.entries(parameters).map(([key, value]): [string, string] => [key, `${value}`]),
    );
    const { body } = await server.request('GET', `/api/v1/${path}?${query}`);
    return (JSON.parse(body.toString()) as { data: T }).data;
  };
  return {
    server,
    span,
    instant: async (query) => answers(await get<QueryData>('query', { query, time: span.endSec })),
    range: async (query, lengthSec, step) =>
      answers(await get<QueryData>('query_range', { query, start: span.endSec - lengthSec, end: span.endSec, step })),
    series: (selector) => get<Labels[]>('series', { 'match[]': selector, start: span.startSec, end: span.endSec }),
    write: async (series) => {
      const [startMs, endMs, stepMs] = [span.startSec * 1_000, span.endSec * 1_000, span.stepSec * 1_000];
      const samples = series.reduce((sum, { values }) => sum + values.length, 0);
      await ingestRemoteWrite(server, [
        ...remoteWriteRequests({ batches: [], series, startMs, endMs, stepMs, samples }),
      ]);
    },
    stop: () => server.stop(),
  };
}

type QueryData = {
  readonly resultType: 'vector' | 'matrix' | 'scalar';
  readonly result:
    | readonly [number, string]
    | readonly { metric: Labels; value?: [number, string]; values?: [number, string][] }[];
};

function answers({ resultType, result }: QueryData): Answer[] {
  if (resultType === 'scalar') {
    const [time, text] = result as readonly [number, string];
    return [{ metric: {}, times: [time], values: [Number(text)] }];
  }
  const series = result as Exclude<typeof result, readonly [number, string]>;
  return series.map(({ metric, value, values = value === undefined ? [] : [value] }) => ({
    metric,
    times: values.map(([time]) => time),
    values: values.map(([, text]) => Number(text)),
  }));
}
