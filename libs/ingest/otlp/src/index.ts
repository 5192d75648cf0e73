/** OTLP metrics: the decoder, the gRPC service, and OTLP/HTTP without a server. */
export { type OtlpDecoderOptions, OtlpMetricsDecoder, type OtlpOutcome } from './decode-metrics.ts';
export { encodeExportResponse, partialMessage } from './export-response.ts';
export {
  createOtlpServer,
  createOtlpService,
  type OtlpRefusal,
  type OtlpService,
  type OtlpServiceOptions,
  otlpServerOptions,
} from './grpc/service.ts';
export {
  createOtlpHttpHandler,
  type OtlpHttpHandler,
  type OtlpHttpOptions,
  type OtlpHttpRequest,
  type OtlpHttpResponse,
} from './http/handler.ts';
export { jsonToProtobuf, OtlpJsonError } from './json/json-to-protobuf.ts';
export { DEFAULT_OTLP_LIMITS, type OtlpLimits } from './limits.ts';
export { type OtlpTranslation, TRANSLATION_STRATEGIES, type TranslationStrategy } from './translation.ts';
