/** Which column of a schema is the time. */
import { DataType, type Schema } from 'apache-arrow';
import { isTimeType } from './columns.ts';

const NAMES = ['timestamp', 'time', 'ts'];

/** The first timestamp column, else a 64-bit integer column with a name that says so; -1 when there is none. */
export function timeFieldIndex(schema: Schema): number {
  const typed = schema.fields.findIndex(({ type }) => DataType.isTimestamp(type));
  return typed >= 0
    ? typed
    : schema.fields.findIndex(({ name, type }) => NAMES.includes(name.toLowerCase()) && isTimeType(type));
}
