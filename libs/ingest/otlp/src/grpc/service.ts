/**
 * OTLP over gRPC: MetricsService/Export and grpc.health.v1. Bad bytes are INVALID_ARGUMENT, messages over the limit
 * RESOURCE_EXHAUSTED (grpc-js sees to it), a store that is shutting down or overloaded UNAVAILABLE, which tells the
 * client to try again; points that are refused one by one are counted in partial_success.
 */
import { DecodeError } from '@chimera/bytes';
import { messageOf } from '@chimera/errors';
import { AppendCounts, type Appender, createWriterTurns, type WriterTurns } from '@chimera/tsdb-storage';
import { Server, type ServerUnaryCall, type ServiceError, type sendUnaryData, status } from '@grpc/grpc-js';
import { OtlpMetricsDecoder, type OtlpOutcome } from '../decode-metrics.ts';
import { encodeExportResponse } from '../export-response.ts';
import { DEFAULT_OTLP_LIMITS, type OtlpLimits } from '../limits.ts';
import { TooManyPoints } from '../too-many-points.ts';
import { HEALTH_SERVICE, METRICS_SERVICE } from './definition.ts';
import { checkHealth } from './health.ts';

export type OtlpServiceOptions = {
  readonly appender: Appender;
  readonly limits?: Partial<OtlpLimits>;
  /** A decoder that other listeners share, so that delta series add up whichever way they come. */
  readonly decoder?: OtlpMetricsDecoder;
  /** The writer's time, shared with all others that write into the store. Default: for this service alone. */
  readonly turns?: WriterTurns;
  /** Why no request can be taken now ('shutting down'), or null; asked before each. */
  readonly unavailable?: () => string | null;
  /** Why clients should slow down, or null; answered with UNAVAILABLE, which they try again after. */
  readonly overloaded?: () => string | null;
  /** Told of each message that is in memory; returns what is called when it no longer is. */
  readonly hold?: (bytes: number) => () => void;
  /** Told of each request that was decoded: for self-metrics. */
  readonly onOutcome?: (outcome: OtlpOutcome) => void;
  /** Told of each request that was refused or broken off, and what was appended before. */
  readonly onRefused?: (reason: OtlpRefusal, counts: AppendCounts) => void;
};

export type OtlpRefusal = 'unavailable' | 'overloaded' | 'too_many_points' | 'malformed';

export type OtlpService = {
  /** Adds the methods to a server; make it with the options of {@link otlpServerOptions}. */
  addTo(server: Server): void;
};

/** Options for a grpc-js server that takes messages up to the limit. */
export function otlpServerOptions(limits: Pick<OtlpLimits, 'maxMessageBytes'> = DEFAULT_OTLP_LIMITS) {
  return {
    'grpc.max_receive_message_length': limits.maxMessageBytes,
    'grpc.max_send_message_length': limits.maxMessageBytes,
  } as const;
}

/** One service per appender: it keeps caches of series. */
export function createOtlpService(options: OtlpServiceOptions): OtlpService {
  const { appender, turns = createWriterTurns(), unavailable = () => null, overloaded = () => null } = options;
  const { onOutcome = () => {}, onRefused = () => {}, hold = () => () => {} } = options;
  const decoder = options.decoder ?? new OtlpMetricsDecoder(appender, { ...DEFAULT_OTLP_LIMITS, ...options.limits });
  const exportMetrics = async (request: Buffer): Promise<Uint8Array> => {
    const counts = new AppendCounts();
    const down = unavailable();
    const busy = down ?? overloaded();
    if (busy !== null) {
      onRefused(down === null ? 'overloaded' : 'unavailable', counts);
      throw statusError(status.UNAVAILABLE, busy);
    }
    let outcome: OtlpOutcome;
    const release = hold(request.length);
    try {
      outcome = await turns.run(decoder.decodeInSteps(request, counts));
    } catch (thrown) {
      onRefused(thrown instanceof TooManyPoints ? 'too_many_points' : 'malformed', counts);
      throw thrown;
    } finally {
      release();
    }
    onOutcome(outcome);
    if (outcome.counts.accepted === 0 && outcome.counts.byReason.has('draining')) {
      throw statusError(status.UNAVAILABLE, outcome.message);
    }
    return encodeExportResponse(outcome);
  };
  const check = async (request: Buffer): Promise<Uint8Array> => {
    const response = checkHealth(request, unavailable() === null);
    if (response === null) throw statusError(status.NOT_FOUND, 'no such service here');
    return response;
  };
  return {
    addTo(server) {
      server.addService(METRICS_SERVICE, { export: unary(exportMetrics) });
      server.addService(HEALTH_SERVICE, { check: unary(check) });
    },
  };
}

/** A server for OTLP alone, not bound yet. */
export function createOtlpServer(options: OtlpServiceOptions): Server {
  const server = new Server(otlpServerOptions({ ...DEFAULT_OTLP_LIMITS, ...options.limits }));
  createOtlpService(options).addTo(server);
  return server;
}

function unary(handle: (request: Buffer) => Promise<Uint8Array>) {
  return (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>): void => {
    void handle(call.request).then(
      (response) => callback(null, Buffer.from(response.buffer, response.byteOffset, response.length)),
      (thrown: unknown) => callback(toStatus(thrown)),
    );
  };
}

type StatusError = Pick<ServiceError, 'code' | 'details' | 'message' | 'name'>;

class GrpcStatusError extends Error implements StatusError {
  readonly code: status;
  readonly details: string;

  constructor(code: status, details: string) {
    super(details);
    this.code = code;
    this.details = details;
  }
}

function statusError(code: status, details: string): GrpcStatusError {
  return new GrpcStatusError(code, details);
}

function toStatus(thrown: unknown): GrpcStatusError {
  if (thrown instanceof GrpcStatusError) return thrown;
  if (thrown instanceof TooManyPoints) return statusError(status.RESOURCE_EXHAUSTED, thrown.message);
  if (thrown instanceof DecodeError) {
    return statusError(status.INVALID_ARGUMENT, `not an OTLP metrics request: ${thrown.message}`);
  }
  return statusError(status.INTERNAL, `internal error: ${messageOf(thrown)}`);
}
