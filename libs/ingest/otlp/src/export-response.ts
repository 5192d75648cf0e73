/** `ExportMetricsServiceResponse`: empty when all points were accepted, else `partial_success`. */
import { ProtobufWriter } from '@chimera/bytes';
import type { OtlpOutcome } from './decode-metrics.ts';

/** partial_success = 1 { rejected_data_points = 1, error_message = 2 }. */
export function encodeExportResponse(outcome: OtlpOutcome): Uint8Array {
  const writer = new ProtobufWriter(64);
  if (outcome.rejectedPoints > 0) {
    writer.message(1, (partial) => {
      partial.varint(1, outcome.rejectedPoints).string(2, partialMessage(outcome));
    });
  }
  return writer.finish();
}

/** '' when nothing was refused. */
export function partialMessage({ rejectedPoints, dataPoints, message }: OtlpOutcome): string {
  if (rejectedPoints === 0) return '';
  return `${rejectedPoints} of ${dataPoints} data points refused, the others were written. First: ${message}`;
}
