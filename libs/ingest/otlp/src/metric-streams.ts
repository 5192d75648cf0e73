/** The metrics seen so far, by resource, name, unit and kind; known again by the bytes before their data. */
import { BytesMap, ProtobufReader, WIRE_BYTES } from '@chimera/bytes';
import type { Appender } from '@chimera/tsdb-storage';
import { type MetricKind, metricNameFor } from './naming/metric-name.ts';
import { unitName } from './naming/units.ts';
import type { ResourceContext } from './resource.ts';
import { METADATA_TYPES, type MetricStream } from './stream.ts';
import type { TranslationStrategy } from './translation.ts';

/** `Metric`: name = 1, description = 2, unit = 3. */
export type MetricHead = { readonly name: string; readonly help: string; readonly unit: string };

const MAX_STREAMS = 50_000;
const MAX_HEAD_BYTES = 32 * 1024 * 1024;
/** Kinds whose values count since a start; those of delta temporality do not, though. */
const COUNTING: ReadonlySet<MetricKind> = new Set(['counter', 'histogram', 'exponential_histogram', 'summary']);
const KINDS: readonly MetricKind[] = ['gauge', 'sum', 'counter', 'histogram', 'exponential_histogram', 'summary'];

export class MetricStreams {
  readonly #appender: Appender;
  readonly #strategy: TranslationStrategy;
  readonly #byHead = new BytesMap<MetricStream>({ entries: MAX_STREAMS, keyBytes: MAX_HEAD_BYTES });
  readonly #byFields = new Map<string, MetricStream>();
  #nextId = 1;

  constructor(appender: Appender, strategy: TranslationStrategy) {
    this.#appender = appender;
    this.#strategy = strategy;
  }

  /** Fast path: the head is bytes[from, to). Null when the metric cannot be named. Throws DecodeError. */
  byHead(
    bytes: Uint8Array,
    from: number,
    to: number,
    resource: ResourceContext,
    kind: MetricKind,
  ): MetricStream | null {
    const salt = resource.id * KINDS.length + KINDS.indexOf(kind);
    const cached = this.#byHead.get(bytes, from, to, salt);
    if (cached !== undefined) return cached;
    const stream = this.byFields(readHead(new ProtobufReader(bytes, from, to)), resource, kind);
    if (stream !== null) this.#byHead.set(bytes, from, to, stream, salt);
    return stream;
  }

  /** Null when the metric cannot be named. A stream that is new is described to the appender. */
  byFields({ name, help, unit }: MetricHead, resource: ResourceContext, kind: MetricKind): MetricStream | null {
    const key = `${resource.id} ${kind} ${unit}\u0000${name}`;
    const known = this.#byFields.get(key);
    const metricName = known?.name ?? metricNameFor(name, unit, kind, this.#strategy);
    if (metricName === '') return null;
    this.#appender.metadata(metricName, { type: METADATA_TYPES[kind], help, unit: unitName(unit) });
    if (known !== undefined) return known;
    const stream: MetricStream = { id: this.#nextId++, resource, name: metricName, counts: COUNTING.has(kind) };
    if (this.#byFields.size >= MAX_STREAMS) this.#byFields.clear();
    this.#byFields.set(key, stream);
    return stream;
  }
}

/** Reads the head of a `Metric`, skipping its data. */
export function readHead(reader: ProtobufReader): MetricHead {
  let [name, help, unit] = ['', '', ''];
  while (reader.nextField()) {
    const { field } = reader;
    if (field > 3) {
      reader.skip();
      continue;
    }
    reader.expectWire(WIRE_BYTES);
    const text = reader.string();
    if (field === 1) name = text;
    else if (field === 2) help = text;
    else unit = text;
  }
  return { name, help, unit };
}
