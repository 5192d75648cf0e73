/**
 * One row per series: label columns, `values` (list of floats), and either `start` and `step` (one time each; regular
 * samples) or `timestamps` (list of times). The seeding format: a column goes into the store without being touched.
 */
import { METRIC_NAME } from '@chimera/tsdb-model';
import { type Data, DataType, type Schema } from 'apache-arrow';
import { IngestError } from '../ingest-error.ts';
import { columnData, fieldIndex, isLabelType, isNumericType, labelColumn, timeColumn, valueColumn } from './columns.ts';
import type { Layout } from './layout.ts';
import { rowLabels } from './row-labels.ts';

const SPECIAL = new Set(['values', 'start', 'step', 'timestamps']);

export const seriesRowsLayout: Layout = {
  name: 'series rows',
  expects: 'text columns as labels, values: list<float64>, and start + step or timestamps: list<timestamp>',
  open(schema, defaultName) {
    const values = fieldIndex(schema, 'values');
    if (values < 0 || !DataType.isList(schema.fields[values]!.type)) return null;
    const start = fieldIndex(schema, 'start');
    const step = fieldIndex(schema, 'step');
    const timestamps = fieldIndex(schema, 'timestamps');
    if (timestamps < 0 && (start < 0 || step < 0)) {
      throw new IngestError(
        'invalid_argument',
        "series rows need the times: columns 'start' and 'step', or a list column 'timestamps'",
      );
    }
    const labelFields = schema.fields
      .map((_, index) => index)
      .filter((index) => !SPECIAL.has(schema.fields[index]!.name));
    requireTypes(schema, labelFields, values, timestamps);
    const named = fieldIndex(schema, METRIC_NAME) >= 0;
    if (!named && defaultName === null) {
      throw new IngestError(
        'invalid_argument',
        "no metric name: add a column '__name__', or name the metric in the descriptor's path",
      );
    }
    return {
      append({ numRows, data: { children } }, appender, counts) {
        const lists = listColumn('values', columnData(children, values, 'values', numRows), numRows);
        const columns = labelFields.map((index) => {
          const { name } = schema.fields[index]!;
          return labelColumn(name, columnData(children, index, name, numRows), numRows);
        });
        const column = valueColumn('values', lists.child, lists.child.length);
        if (column.missing !== null)
          throw new IngestError(
            'invalid_argument',
            "null inside 'values': leave the sample out and send 'timestamps', or send NaN",
          );
        const times =
          timestamps < 0
            ? null
            : listColumn('timestamps', columnData(children, timestamps, 'timestamps', numRows), numRows);
        const listTimes = times === null ? null : timeColumn('timestamps', times.child, times.child.length);
        const starts =
          times === null ? timeColumn('start', columnData(children, start, 'start', numRows), numRows) : null;
        const steps = times === null ? timeColumn('step', columnData(children, step, 'step', numRows), numRows) : null;
        for (let row = 0; row < numRows; row++) {
          const from = lists.offsets[row] as number;
          const to = lists.offsets[row + 1] as number;
          if (to === from) continue;
          const ref = appender.series(rowLabels(columns, row, named ? null : defaultName));
          if (typeof ref !== 'number') counts.reject(ref, to - from);
          else if (starts !== null && steps !== null) {
            if (!((steps[row] as number) > 0) && to - from > 1) {
              throw new IngestError('invalid_argument', `row ${row}: step ${steps[row]} must be above 0 milliseconds`);
            }
            appender.appendRegular(ref, starts[row] as number, steps[row] as number, column.values, from, to, counts);
          } else if (times !== null && listTimes !== null) {
            const timesFrom = times.offsets[row] as number;
            if ((times.offsets[row + 1] as number) - timesFrom !== to - from) {
              throw new IngestError(
                'invalid_argument',
                `row ${row}: ${to - from} values but ${(times.offsets[row + 1] as number) - timesFrom} timestamps`,
              );
            }
            const aligned = timesFrom === from ? listTimes : alignTimes(listTimes, timesFrom, from, to);
            appender.append(ref, aligned, column.values, from, to, counts);
          }
        }
      },
    };
  },
};

function requireTypes(schema: Schema, labelFields: readonly number[], values: number, timestamps: number): void {
  for (const index of labelFields) {
    const { name, type } = schema.fields[index]!;
    if (!isLabelType(type))
      throw new IngestError('invalid_argument', `column '${name}' is ${type}; label columns must be text`);
  }
  const element = (schema.fields[values]!.type as { children: { type: DataType }[] }).children[0]?.type;
  if (element === undefined || !isNumericType(element)) {
    throw new IngestError(
      'invalid_argument',
      `column 'values' is ${schema.fields[values]!.type}; it must be a list of numbers`,
    );
  }
  if (timestamps >= 0 && !DataType.isList(schema.fields[timestamps]!.type)) {
    throw new IngestError(
      'invalid_argument',
      `column 'timestamps' is ${schema.fields[timestamps]!.type}; it must be a list of timestamps`,
    );
  }
}

/** A list column's child and its row offsets, checked against the child's length. */
function listColumn(name: string, data: Data, rows: number): { child: Data; offsets: Int32Array } {
  const child = data.children[0];
  const offsets = data.valueOffsets as Int32Array | undefined;
  if (child === undefined || offsets === undefined || offsets.length < rows + 1) {
    throw new IngestError('invalid_argument', `list column '${name}' is incomplete`);
  }
  for (let row = 0; row < rows; row++) {
    const from = offsets[row] as number;
    const to = offsets[row + 1] as number;
    if (from < 0 || to < from || to > child.length) {
      throw new IngestError(
        'invalid_argument',
        `list column '${name}' row ${row}: elements ${from} to ${to} of ${child.length}`,
      );
    }
  }
  return { child, offsets };
}

/** Times moved to the indices of their values, for lists whose offsets differ. */
function alignTimes(times: Float64Array, timesFrom: number, from: number, to: number): Float64Array {
  const aligned = new Float64Array(to);
  aligned.set(times.subarray(timesFrom, timesFrom + to - from), from);
  return aligned;
}
