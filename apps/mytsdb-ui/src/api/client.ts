/** What the page asks of the server. */

export type Labels = Readonly<Record<string, string>>;

/** A sample as the API sends it: Unix seconds and the value's text. */
export type Point = readonly [seconds: number, value: string];

/** Which boundaries belong to it (0 the upper, 1 the lower, 2 none, 3 both), the boundaries, the count. */
export type Bucket = readonly [boundaries: 0 | 1 | 2 | 3, lower: string, upper: string, count: string];

/** A native histogram; empty buckets are left out. */
export type Histogram = { readonly count: string; readonly sum: string; readonly buckets?: readonly Bucket[] };

export type HistogramPoint = readonly [seconds: number, histogram: Histogram];

/** A number or a native histogram. */
export type Sample = { readonly metric: Labels; readonly value?: Point; readonly histogram?: HistogramPoint };

/** Numbers, native histograms, or some of each. */
export type Series = {
  readonly metric: Labels;
  readonly values?: readonly Point[];
  readonly histograms?: readonly HistogramPoint[];
};

export type QueryData =
  | { readonly resultType: 'vector'; readonly result: readonly Sample[] }
  | { readonly resultType: 'matrix'; readonly result: readonly Series[] }
  | { readonly resultType: 'scalar'; readonly result: Point }
  | { readonly resultType: 'string'; readonly result: Point };

export type QueryAnswer = {
  readonly data: QueryData;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  /** From sending to the last byte read. */
  readonly elapsedMs: number;
};

export type ServerState = {
  readonly state: 'starting' | 'seeding' | 'ready' | 'draining';
  readonly percent: number | null;
  readonly reason: string;
};

/** The server's refusal; `type` as in Prometheus' API. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';

  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Envelope = {
  readonly status: string;
  readonly data: QueryData;
  readonly errorType?: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
};

/** Throws ApiFailure, or an AbortError. */
export async function instantQuery(query: string, signal: AbortSignal): Promise<QueryAnswer> {
  return ask('query', { query }, signal);
}

/** Times and step in seconds. Throws ApiFailure, or an AbortError. */
export async function rangeQuery(
  query: string,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
  signal: AbortSignal,
): Promise<QueryAnswer> {
  return ask('query_range', { query, start: String(start), end: String(end), step: String(step) }, signal);
}

/** null when the server does not answer. */
export async function serverState(signal: AbortSignal): Promise<ServerState | null> {
  try {
    const response = await fetch('/-/state', { signal });
    return response.ok ? ((await response.json()) as ServerState) : null;
  } catch {
    return null;
  }
}

async function ask(path: string, parameters: Record<string, string>, signal: AbortSignal): Promise<QueryAnswer> {
  const started = performance.now();
  const response = await fetch(`/api/v1/${path}`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
    signal,
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new ApiFailure('unreachable', 'the server does not answer');
  });
  const text = await response.text();
  if (!response.headers.get('content-type')?.startsWith('application/json')) {
    throw new ApiFailure('unavailable', text.trim() || `HTTP ${response.status}`);
  }
  const { status, data, errorType, error, warnings, infos } = JSON.parse(text) as Envelope;
  if (status !== 'success') throw new ApiFailure(errorType ?? 'internal', error ?? `HTTP ${response.status}`);
  return { data, warnings: warnings ?? [], infos: infos ?? [], elapsedMs: performance.now() - started };
}
