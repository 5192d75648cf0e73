/** `/status/tsdb`: how many series, and which metrics and labels have the most. */
import { type Labels, METRIC_NAME } from '@chimera/tsdb-model';
import { ApiError } from '../api-error.ts';
import type { ChunkWriter } from '../json/chunk-writer.ts';
import { NO_REMARKS } from '../json/write-envelope.ts';
import { writeHtmlSafeString } from '../json/write-string.ts';
import { integerOr } from '../params/parse-limit.ts';
import { MAX_TIME_MS, MIN_TIME_MS } from '../params/parse-time.ts';
import type { QueryHandler } from '../route.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 10_000;

export const tsdbStatus: QueryHandler = async ({ form, head }, deps, out) => {
  const notPositive = 'limit must be a positive number';
  const limit = integerOr(form, 'limit', DEFAULT_LIMIT, notPositive);
  if (limit < 1) throw new ApiError('bad_data', notPositive);
  if (limit > MAX_LIMIT) throw new ApiError('bad_data', `limit must not exceed ${MAX_LIMIT}`);
  const querier = deps.queryable.querier();
  try {
    const named = { name: METRIC_NAME, type: '!=', value: '' } as const;
    const { labels } = await querier.select([named], { minMs: MIN_TIME_MS, maxMs: MAX_TIME_MS });
    const counts = countLabels(labels);
    const headStats = {
      numSeries: labels.length,
      numLabelPairs: counts.seriesOfPair.size,
      chunkCount: head.chunkCount,
      minTime: head.minTimeMs,
      maxTime: head.maxTimeMs,
    };
    out.ascii(`{"headStats":${JSON.stringify(headStats)}`);
    writeLargest(out, 'seriesCountByMetricName', counts.seriesOfMetric, limit);
    writeLargest(out, 'labelValueCountByLabelName', counts.valuesOfLabel, limit);
    writeLargest(out, 'memoryInBytesByLabelName', counts.bytesOfLabel, limit);
    writeLargest(out, 'seriesCountByLabelValuePair', counts.seriesOfPair, limit);
    out.ascii('}');
    return NO_REMARKS;
  } finally {
    querier.close();
  }
};

type LabelCounts = Record<
  'seriesOfMetric' | 'valuesOfLabel' | 'bytesOfLabel' | 'seriesOfPair',
  ReadonlyMap<string, number>
>;

function countLabels(all: readonly Labels[]): LabelCounts {
  const seriesOf = new Map<string, Map<string, number>>();
  for (const labels of all) {
    for (let i = 0; i < labels.length; i += 2) {
      const name = labels[i] as string;
      const value = labels[i + 1] as string;
      let values = seriesOf.get(name);
      if (values === undefined) seriesOf.set(name, (values = new Map()));
      values.set(value, (values.get(value) ?? 0) + 1);
    }
  }
  const valuesOfLabel = new Map<string, number>();
  const bytesOfLabel = new Map<string, number>();
  const seriesOfPair = new Map<string, number>();
  for (const [name, values] of seriesOf) {
    valuesOfLabel.set(name, values.size);
    let bytes = 0;
    for (const [value, series] of values) {
      bytes += Buffer.byteLength(value);
      seriesOfPair.set(`${name}=${value}`, series);
    }
    bytesOfLabel.set(name, bytes);
  }
  return { seriesOfMetric: seriesOf.get(METRIC_NAME) ?? new Map(), valuesOfLabel, bytesOfLabel, seriesOfPair };
}

function writeLargest(out: ChunkWriter, key: string, counts: ReadonlyMap<string, number>, limit: number): void {
  const largest = [...counts].sort(([, a], [, b]) => b - a).slice(0, limit);
  out.ascii(`,"${key}":[`);
  largest.forEach(([name, value], i) => {
    out.ascii(i > 0 ? ',{"name":' : '{"name":');
    writeHtmlSafeString(out, name);
    out.ascii(`,"value":${value}}`);
  });
  out.ascii(']');
}
