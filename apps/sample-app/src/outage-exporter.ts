/** An exporter that reports an outage once, and its end once, instead of an error per interval. */
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';

type ResultCallback = Parameters<PushMetricExporter['export']>[1];
type ExportResult = Parameters<ResultCallback>[0];

/** The SDK's code for a successful export. */
const SUCCESS: ExportResult['code'] = 0;

/** Wraps `inner`. The reader above is told that all went well: it would log every failure by itself. */
export function reportOutages(inner: PushMetricExporter, log: (line: string) => void): PushMetricExporter {
  let isOut = false;
  const note = (result: ExportResult): void => {
    const failed = result.code !== SUCCESS;
    if (failed && !isOut) {
      log(`cannot export metrics, trying again at every interval: ${result.error?.message ?? 'no reason given'}`);
    }
    if (!failed && isOut) log('metrics are exported again');
    isOut = failed;
  };
  return {
    export: (metrics: ResourceMetrics, done: ResultCallback) =>
      inner.export(metrics, (result) => {
        note(result);
        done({ code: SUCCESS });
      }),
    forceFlush: () => inner.forceFlush(),
    shutdown: () => inner.shutdown(),
    ...(inner.selectAggregationTemporality && {
      selectAggregationTemporality: inner.selectAggregationTemporality.bind(inner),
    }),
    ...(inner.selectAggregation && { selectAggregation: inner.selectAggregation.bind(inner) }),
  };
}
