/** All flags of the server: one line each; each is also an environment variable. */
import { TRANSLATION_STRATEGIES } from '@chimera/ingest-otlp';
import type { Flag, FlagValues } from './flag.ts';
import {
  address,
  count,
  duration,
  list,
  listOrAll,
  oneOf,
  onOff,
  optional,
  pattern,
  port,
  required,
  size,
  sizeFrom,
  sizeOrAuto,
  someOf,
} from './parsers.ts';

/** Features that are off in a default Prometheus, by its names. */
export const FEATURES = [
  'promql-experimental-functions',
  'promql-delayed-name-removal',
  'promql-duration-expr',
  'promql-extended-range-selectors',
  'promql-binop-fill-modifiers',
  'type-and-unit-labels',
  'use-start-timestamps',
  'created-timestamp-zero-ingestion',
] as const;

export type Feature = (typeof FEATURES)[number];

export const FLAGS = {
  httpPort: flag('PORT', '9090', 'HTTP API, remote write, metrics and web page', port),
  arrowPort: flag('PORT', '8815', 'Arrow Flight', port),
  address: flag('HOST:PORT', '0.0.0.0:4317', 'OTLP/gRPC', address),
  otlpHttpPort: flag('PORT', '4318', 'OTLP/HTTP', port),
  host: flag('HOST', '0.0.0.0', 'where the other listeners listen', required),
  dataDir: flag('DIR', '/data', 'lock file and start token; wiped at start, the store is memory', required),
  readyFile: flag('FILE', '', 'removed at start, written when seeded', optional),
  expectSeed: flag(null, 'false', 'stay unready until a seeder says seed_complete', onOff),
  enableAdmin: flag(null, 'false', 'allow the Flight action clear', onOff),
  retention: flag('DURATION', '15d', 'samples older than this go', duration(60_000)),
  maxMemory: flag(
    'SIZE',
    'auto',
    'stored samples near this size push the oldest out (auto: 60% of memory)',
    sizeOrAuto,
  ),
  maxSeries: flag('N', '1000000', 'series at once; new ones over it are refused', count(1, 4_194_304)),
  maxLabels: flag('N', '64', 'labels of a series', count(1, 1_000)),
  maxLabelNameBytes: flag('N', '1024', 'length of a label name', count(1, 65_535)),
  maxLabelValueBytes: flag('N', '4096', 'length of a label value', count(1, 65_535)),
  outOfOrderWindow: flag('DURATION', '30m', 'how late a sample may be', duration(0)),
  futureTolerance: flag('DURATION', '10m', "how far ahead of the server's clock a sample may be", duration(0)),
  headerTimeout: flag(
    'DURATION',
    '20s',
    'how long a client may take to send the head of an HTTP request',
    duration(100),
  ),
  readTimeout: flag(
    'DURATION',
    '1m',
    'how long a client may take to send the body of an HTTP request or a gRPC request of one message; of an import, each pause',
    duration(100),
  ),
  writeTimeout: flag(
    'DURATION',
    '5m',
    'how long a client may take to receive an HTTP answer; of a remote read and of Arrow Flight, each part of it',
    duration(100),
  ),
  grpcPing: flag('DURATION', '1m', 'how often gRPC clients are pinged; one that does not answer is cut', duration(100)),
  maxConnections: flag('N', '512', 'open connections of each port', count(1, 65_535)),
  maxTransitBytes: flag(
    'SIZE',
    'auto',
    'requests and answers under way together; more are put off (auto: 10% of memory)',
    sizeOrAuto,
  ),
  maxFormBytes: flag('SIZE', '10MiB', 'body of a form POST to the API', size),
  maxWriteBytes: flag('SIZE', '32MiB', 'body of a remote-write request, compressed or not', size),
  maxReadBytes: flag('SIZE', '1MiB', 'body of a remote-read request, compressed', size),
  maxMessageBytes: flag('SIZE', '64MiB', 'one gRPC message of a client', size),
  maxFlightJson: flag('SIZE', '1MiB', 'JSON in a message of Arrow Flight: a ticket, an action, metadata', size),
  maxSamplesPerRequest: flag(
    'N',
    '10000000',
    'samples of a remote-write or OTLP request or an Arrow batch',
    count(1, 1_000_000_000),
  ),
  maxWaitingWrites: flag('N', '256', 'writes that wait for the writer; more are put off', count(1, 100_000)),
  maxImportBytes: flag('SIZE', '4GiB', 'body of a text import after decompression', size),
  maxExemplars: flag('N', '100000', 'exemplars that are kept; 0: none', count(0, 100_000_000)),
  otlpTranslationStrategy: flag(
    'NAME',
    'UnderscoreEscapingWithSuffixes',
    `names of OTLP metrics and attributes: ${TRANSLATION_STRATEGIES.join(', ')}`,
    oneOf(...TRANSLATION_STRATEGIES),
  ),
  otlpPromoteResourceAttributes: flag('LIST', '', 'resource attributes that become labels; *: all', listOrAll),
  otlpIgnoreResourceAttributes: flag('LIST', '', 'those that do not, when all others do', list),
  otlpKeepIdentifyingResourceAttributes: flag(
    null,
    'false',
    'service.name, .namespace and .instance.id also on target_info',
    onOff,
  ),
  otlpPromoteScopeMetadata: flag(null, 'false', 'scopes become labels otel_scope_*', onOff),
  readMaxSamples: flag('N', '50000000', 'samples of a remote read that is not streamed', count(1, 1e12)),
  readMaxConcurrency: flag('N', '10', 'remote reads that run at once; more are refused', count(1, 1_000)),
  queryWorkers: flag('N', '0', 'threads that run queries (0: one less than there are cores, at least 2)', count(0, 64)),
  queryMaxConcurrency: flag('N', '20', 'queries that run at once, one per thread at most; more wait', count(1, 1_000)),
  queryMaxQueue: flag('N', '200', 'queries that wait; more are refused', count(0, 100_000)),
  queryTimeout: flag('DURATION', '2m', 'longest evaluation', duration(1)),
  queryLookbackDelta: flag('DURATION', '5m', 'how far an instant selector looks back', duration(1)),
  queryMaxSamples: flag('N', '50000000', 'samples that one query may hold', count(1, 1e12)),
  queryMaxLength: flag('N', '100000', 'characters of a query', count(1, 10_000_000)),
  queryMaxPoints: flag('N', '11000', 'steps of a range query', count(1, 1_000_000)),
  queryMaxResultBytes: flag(
    'SIZE',
    '256MiB',
    'largest answer before compression: JSON, or record batches of Arrow Flight',
    size,
  ),
  queryWorkerHeap: flag('SIZE', '512MiB', 'JavaScript heap of one query thread', sizeFrom(64 * 2 ** 20, '64MiB')),
  enableFeature: flag('LIST', '', `of ${FEATURES.join(', ')}`, someOf(...FEATURES)),
  'web.config.file': flag('FILE', '', "TLS, users and tokens, in Prometheus' format; see below", optional),
  webDir: flag('DIR', '', 'the built web page (found by itself in the repository)', optional),
  corsOrigin: flag('REGEX', '.*', 'web pages that may call the API', pattern),
  accessLog: flag(null, 'false', 'log each HTTP request at level info', onOff),
  logLevel: flag(
    'LEVEL',
    'info',
    'trace, debug, info, warn or error',
    oneOf('trace', 'debug', 'info', 'warn', 'error'),
  ),
} as const;

export type Options = FlagValues<typeof FLAGS>;

function flag<T>(placeholder: string | null, fallback: string, help: string, parse: (text: string) => T): Flag<T> {
  return { placeholder, fallback, help, parse };
}
