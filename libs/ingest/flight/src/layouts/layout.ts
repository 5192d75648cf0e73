/** The contract of a layout: how the columns of a stream's batches stand for samples. One file each, told apart by schema. */
import type { AppendCounts, Appender, SlicedWork } from '@chimera/tsdb-storage';
import type { RecordBatch, Schema } from 'apache-arrow';
import { IngestError } from '../ingest-error.ts';
import { longLayout } from './long.ts';
import { seriesRowsLayout } from './series-rows.ts';
import { wideLayout } from './wide.ts';

export type LayoutReader = {
  /** Samples of a batch, at most: null values are not counted out. */
  samples(batch: RecordBatch): number;
  /** Appends all samples of a batch. Throws IngestError 'invalid_argument' for data that breaks the layout. */
  append(batch: RecordBatch, appender: Appender, counts: AppendCounts): SlicedWork<void>;
};

export type Layout = {
  readonly name: string;
  /** One line for the error that lists what is accepted. */
  readonly expects: string;
  /** A reader for this schema, or null when the schema has another layout. Throws IngestError for a near miss. */
  open(schema: Schema, defaultName: string | null): LayoutReader | null;
};

const LAYOUTS: readonly Layout[] = [seriesRowsLayout, longLayout, wideLayout];

/** Finds the layout of a schema. `defaultName` is the metric name to use where no column gives one. */
export function openLayout(schema: Schema, defaultName: string | null): { layout: Layout; reader: LayoutReader } {
  for (const layout of LAYOUTS) {
    const reader = layout.open(schema, defaultName);
    if (reader !== null) return { layout, reader };
  }
  const columns = schema.fields.map(({ name, type }) => `${name}: ${type}`).join(', ');
  const expected = LAYOUTS.map(({ name, expects }) => `${name} (${expects})`).join('; ');
  throw new IngestError(
    'invalid_argument',
    `no known layout has the columns [${columns}]; expected one of: ${expected}`,
  );
}
