/** A query's answer as columns instead of JSON: what Flight sends. */
import type { ApiAnswer } from '@chimera/http-api-v1';

/** Series one after the other in two columns, which may be moved to another thread. */
export type QueryColumns = {
  readonly series: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly from: number;
    readonly to: number;
  }[];
  /** Unix ms. */
  readonly timestamps: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
};

/** 'text': the result is one, and has no columns. 'too_large': see {@link MAX_JSON_BYTES}. */
export type ColumnsAnswer = QueryColumns | 'text' | 'too_large';

/** Largest answer as JSON, bytes: parsing takes several times as much memory. */
export const MAX_JSON_BYTES = 64 * 1_024 * 1_024;

type JsonSample = readonly [time: number, value: string];

type QueryData =
  | { readonly resultType: 'string'; readonly result: JsonSample }
  | { readonly resultType: 'scalar'; readonly result: JsonSample }
  | {
      readonly resultType: 'vector' | 'matrix';
      readonly result: readonly {
        readonly metric: Readonly<Record<string, string>>;
        readonly value?: JsonSample;
        readonly values?: readonly JsonSample[];
      }[];
    };

/** Of a successful answer to `/query` or `/query_range`. Histogram samples are left out. */
export function columnsOf({ chunks }: Pick<ApiAnswer, 'chunks'>): ColumnsAnswer {
  if (chunks.reduce((sum, { length }) => sum + length, 0) > MAX_JSON_BYTES) return 'too_large';
  const { data } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { data: QueryData };
  if (data.resultType === 'string') return 'text';
  const all =
    data.resultType === 'scalar'
      ? [{ labels: {}, samples: [data.result] }]
      : data.result
          .map(({ metric, value, values }) => ({
            labels: metric,
            samples: values ?? (value === undefined ? [] : [value]),
          }))
          .filter(({ samples }) => samples.length > 0);
  const count = all.reduce((sum, { samples }) => sum + samples.length, 0);
  const timestamps = new Float64Array(count);
  const values = new Float64Array(count);
  let at = 0;
  const series = all.map(({ labels, samples }) => {
    const from = at;
    for (const [seconds, text] of samples) {
      timestamps[at] = Math.round(seconds * 1_000);
      values[at++] = numberOf(text);
    }
    return { labels, from, to: at };
  });
  return { series, timestamps, values };
}

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
