/** Metric metadata that a stream carries: `chimera.metric_metadata` in the Arrow schema, JSON `{family: {type, help, unit}}`. */
import type { MetricMetadata, MetricType } from '@chimera/tsdb-model';
import type { Appender } from '@chimera/tsdb-storage';
import type { Schema } from 'apache-arrow';
import { IngestError } from './ingest-error.ts';
import { type JsonLimit, limitJson } from './limit-json.ts';

export const METADATA_KEY = 'chimera.metric_metadata';

const TYPES: ReadonlySet<string> = new Set<MetricType>([
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
]);

/** Passes the schema's metric metadata on. Throws IngestError when it is not what the key promises, or too long. */
export function applySchemaMetadata(schema: Schema, appender: Appender, limit: JsonLimit = {}): void {
  const text = schema.metadata.get(METADATA_KEY);
  if (text === undefined) return;
  limitJson(text, `schema metadata '${METADATA_KEY}'`, limit);
  let families: unknown;
  try {
    families = JSON.parse(text);
  } catch (cause) {
    throw new IngestError('invalid_argument', `schema metadata '${METADATA_KEY}' is not JSON`, { cause });
  }
  if (typeof families !== 'object' || families === null)
    throw new IngestError('invalid_argument', `schema metadata '${METADATA_KEY}' is not an object`);
  for (const [family, value] of Object.entries(families)) {
    const { type = 'unknown', help = '', unit = '' } = (value ?? {}) as Partial<Record<keyof MetricMetadata, unknown>>;
    if (typeof type !== 'string' || !TYPES.has(type) || typeof help !== 'string' || typeof unit !== 'string') {
      throw new IngestError(
        'invalid_argument',
        `schema metadata '${METADATA_KEY}': family '${family}' needs type (${[...TYPES].join(', ')}), help and unit as text`,
      );
    }
    appender.metadata(family, { type: type as MetricType, help, unit });
  }
}
