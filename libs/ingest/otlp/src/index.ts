/** OTLP metrics: the decoder, free of transport, and the gRPC service. */
export { OtlpMetricsDecoder, type OtlpOutcome } from './decode-metrics.ts';
export { encodeExportResponse, partialMessage } from './export-response.ts';
export {
  createOtlpServer,
  createOtlpService,
  type OtlpService,
  type OtlpServiceOptions,
  otlpServerOptions,
} from './grpc/service.ts';
export { DEFAULT_OTLP_LIMITS, type OtlpLimits } from './limits.ts';
