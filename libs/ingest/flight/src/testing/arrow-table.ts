/** What Flight sends, read by apache-arrow, for tests. */
import { RecordBatchReader, Table } from 'apache-arrow';
import type { Frame } from '../frames.ts';

/** Frames of one stream, in Arrow's stream format. */
export function tableOf(frames: readonly Frame[]): Table {
  const parts = frames.flatMap(({ header, body }) => {
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32LE(0xffffffff);
    prefix.writeInt32LE(header.length, 4);
    return [prefix, header, ...body];
  });
  return new Table([...RecordBatchReader.from(Buffer.concat(parts))]);
}

export const rowsOf = (table: Table): Record<string, unknown>[] =>
  table.toArray().map((row) => row.toJSON() as Record<string, unknown>);
