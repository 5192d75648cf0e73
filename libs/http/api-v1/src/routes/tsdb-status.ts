/** `/status/tsdb`: how many series, and which metrics and labels have the most. */
import { type Labels, METRIC_NAME } from '@chimera/tsdb-model';
import type { Queryable } from '@chimera/tsdb-storage';
import { ApiError } from '../api-error.ts';
import type { ChunkWriter } from '../json/chunk-writer.ts';
import { NO_REMARKS } from '../json/write-envelope.ts';
import { writeHtmlSafeString } from '../json/write-string.ts';
import type { LabelCounts, NamedCount } from '../label-counts.ts';
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
  const counts = deps.labelCounts?.(limit) ?? (await countAll(deps.queryable));
  const headStats = {
    numSeries: counts.seriesCount,
    numLabelPairs: counts.labelPairCount,
    chunkCount: head.chunkCount,
    minTime: head.minTimeMs,
    maxTime: head.maxTimeMs,
  };
  out.ascii(`{"headStats":${JSON.stringify(headStats)}`);
  writeLargest(out, 'seriesCountByMetricName', counts.seriesByMetricName, limit);
  writeLargest(out, 'labelValueCountByLabelName', counts.valuesByLabelName, limit);
  writeLargest(out, 'memoryInBytesByLabelName', counts.bytesByLabelName, limit);
  writeLargest(out, 'seriesCountByLabelValuePair', counts.seriesByLabelPair, limit);
  out.ascii('}');
  return NO_REMARKS;
};

/** The slow way. */
async function countAll(queryable: Queryable): Promise<LabelCounts> {
  const querier = queryable.querier();
  try {
    const named = { name: METRIC_NAME, type: '!=', value: '' } as const;
    const { labels } = await querier.select([named], { minMs: MIN_TIME_MS, maxMs: MAX_TIME_MS });
    return countLabels(labels);
  } finally {
    querier.close();
  }
}

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
  const entries = [...seriesOf];
  const pairs = entries.flatMap(([name, values]) => [...values].map(([value, n]) => count(`${name}=${value}`, n)));
  const bytesOf = (values: ReadonlyMap<string, number>): number =>
    [...values.keys()].reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  return {
    seriesCount: all.length,
    labelPairCount: pairs.length,
    seriesByMetricName: sorted([...(seriesOf.get(METRIC_NAME) ?? [])].map(([name, n]) => count(name, n))),
    valuesByLabelName: sorted(entries.map(([name, values]) => count(name, values.size))),
    bytesByLabelName: sorted(entries.map(([name, values]) => count(name, bytesOf(values)))),
    seriesByLabelPair: sorted(pairs),
  };
}

function count(name: string, value: number): NamedCount {
  return { name, value };
}

function sorted(counts: NamedCount[]): NamedCount[] {
  return counts.sort((a, b) => b.value - a.value);
}

function writeLargest(out: ChunkWriter, key: string, counts: readonly NamedCount[], limit: number): void {
  out.ascii(`,"${key}":[`);
  counts.slice(0, limit).forEach(({ name, value }, i) => {
    out.ascii(i > 0 ? ',{"name":' : '{"name":');
    writeHtmlSafeString(out, name);
    out.ascii(`,"value":${value}}`);
  });
  out.ascii(']');
}
