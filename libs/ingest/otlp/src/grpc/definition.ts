/** The gRPC methods, with raw bytes as messages: (de)serialising is ours. */
import type { MethodDefinition } from '@grpc/grpc-js';

export const METRICS_SERVICE_NAME = 'opentelemetry.proto.collector.metrics.v1.MetricsService';

const identity = (bytes: Buffer): Buffer => bytes;

function unary(path: string): MethodDefinition<Buffer, Buffer> {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: identity,
    requestDeserialize: identity,
    responseSerialize: identity,
    responseDeserialize: identity,
  };
}

export const METRICS_SERVICE = { export: unary(`/${METRICS_SERVICE_NAME}/Export`) } as const;

export const HEALTH_SERVICE = { check: unary('/grpc.health.v1.Health/Check') } as const;
