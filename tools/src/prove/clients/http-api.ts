/** The parts of Prometheus' HTTP API that proofs ask, of MyTSDB and of a real Prometheus alike. */
import { formatLabels, labelsFrom } from '@chimera/tsdb-model';

/** Samples of a series: Unix seconds, and the value as the server prints it (a histogram as JSON). */
export type Samples = readonly (readonly [number, string])[];

/** By the series' printed labels, sorted. */
export type SeriesSamples = Readonly<Record<string, Samples>>;

export type HttpApi = {
  /** GET; the member `data` of the answer. Throws an Error unless it is a success. */
  get(path: string, parameters: Readonly<Record<string, string>>): Promise<unknown>;
  /** An instant query; a vector is given as series of one sample. */
  query(query: string, timeSec: number): Promise<SeriesSamples>;
  range(query: string, grid: { startSec: number; endSec: number; stepSec: number }): Promise<SeriesSamples>;
};

type Result = {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: Samples;
  readonly histogram?: readonly [number, unknown];
  readonly histograms?: readonly (readonly [number, unknown])[];
};

export function httpApi(port: number): HttpApi {
  const get: HttpApi['get'] = async (path, parameters) => {
    const url = `http://127.0.0.1:${port}${path}?${new URLSearchParams(parameters)}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return (JSON.parse(text) as { data: unknown }).data;
  };
  const samples = async (path: string, parameters: Readonly<Record<string, string>>): Promise<SeriesSamples> =>
    bySeries((await get(path, parameters)) as { result: readonly Result[] });
  return {
    get,
    query: (query, timeSec) => samples('/api/v1/query', { query, time: `${timeSec}` }),
    range: (query, { startSec, endSec, stepSec }) =>
      samples('/api/v1/query_range', { query, start: `${startSec}`, end: `${endSec}`, step: `${stepSec}` }),
  };
}

function bySeries({ result }: { readonly result: readonly Result[] }): SeriesSamples {
  const entries = result.map((one): [string, Samples] => {
    const floats = one.values ?? (one.value === undefined ? [] : [one.value]);
    const histograms = one.histograms ?? (one.histogram === undefined ? [] : [one.histogram]);
    const all = [...floats, ...histograms.map(([time, value]) => [time, JSON.stringify(value)] as const)];
    return [formatLabels(labelsFrom(one.metric)), all.sort(([a], [b]) => a - b)];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How many samples all series have together. */
export function countSamples(series: SeriesSamples): number {
  return Object.values(series).reduce((sum, samples) => sum + samples.length, 0);
}
