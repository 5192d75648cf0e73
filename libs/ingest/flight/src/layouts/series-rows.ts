/**
 * One row per series: label columns, `values` (list of floats), and either `start` and `step` (one time each; regular
 * samples) or `timestamps` (list of times). The seeding format: a column goes into the store without being touched.
 */
import { METRIC_NAME } from '@chimera/tsdb-model';
import type { Data, Schema } from 'apache-arrow';
import { IngestError } from '../ingest-error.ts';
import { columnData, fieldIndex, isNumericType, NUMERIC_TYPES, timeColumn, valueColumn } from './columns.ts';
import { isLabelType, labelColumns } from './label-column.ts';
import type { Layout } from './layout.ts';
import { elementType, isListType, type ListColumn, listColumn } from './list-column.ts';
import { rowLabels } from './row-labels.ts';
import { type AppendRun, SeriesWriter } from './series-writer.ts';

const SPECIAL = new Set(['values', 'start', 'step', 'timestamps']);

export const seriesRowsLayout: Layout = {
  name: 'series rows',
  expects: 'text columns as labels, values: list<float64>, and start + step or timestamps: list<timestamp>',
  open(schema, defaultName) {
    const values = fieldIndex(schema, 'values');
    if (values < 0 || !isListType(schema.fields[values]!.type)) return null;
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
      samples: ({ data: { children } }) => children[values]?.children[0]?.length ?? 0,
      *append({ numRows, data: { children } }, appender, counts) {
        const lists = listColumn('values', columnData(children, values, 'values', numRows), numRows);
        const columns = yield* labelColumns(schema, labelFields, children, numRows);
        const column = valueColumn('values', lists.child, lists.child.length);
        const part = (name: string, index: number): Data => columnData(children, index, name, numRows);
        const times = (name: string, index: number): Float64Array => timeColumn(name, part(name, index), numRows);
        const writer = new SeriesWriter(appender, counts);
        const appendOf =
          timestamps < 0
            ? regularRuns(times('start', start), times('step', step), column.values, writer)
            : timedRuns(
                listColumn('timestamps', part('timestamps', timestamps), numRows),
                lists,
                numRows,
                column.values,
                writer,
              );
        for (let row = 0; row < numRows; row++) {
          const from = lists.starts[row] as number;
          const to = lists.ends[row] as number;
          if (to === from) continue;
          const labels = rowLabels(columns, row, named ? null : defaultName);
          const append = appendOf(row, from, to);
          if (column.missing === null) yield* writer.write(labels, from, to, append);
          else
            for (const run of runsOf(column.missing, from, to)) yield* writer.write(labels, run.from, run.to, append);
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
  const element = elementType(schema.fields[values]!.type);
  if (element === undefined || !isNumericType(element)) {
    throw new IngestError(
      'invalid_argument',
      `column 'values' is ${schema.fields[values]!.type}; it must be a list of numbers: ${NUMERIC_TYPES}`,
    );
  }
  if (timestamps >= 0 && !isListType(schema.fields[timestamps]!.type)) {
    throw new IngestError(
      'invalid_argument',
      `column 'timestamps' is ${schema.fields[timestamps]!.type}; it must be a list of timestamps`,
    );
  }
}

/** How to append values of a row, whose list has those from `from` to `to`. */
type AppendOfRow = (row: number, from: number, to: number) => AppendRun;

function regularRuns(
  starts: Float64Array,
  steps: Float64Array,
  values: Float64Array,
  { appender, counts }: SeriesWriter,
): AppendOfRow {
  return (row, from, to) => {
    const step = steps[row] as number;
    const first = starts[row] as number;
    if (!(step > 0) && to - from > 1)
      throw new IngestError('invalid_argument', `row ${row}: step ${step} must be above 0 milliseconds`);
    return (ref, start, end) =>
      appender.appendRegular(ref, first + (start - from) * step, step, values, start, end, counts);
  };
}

/** Each row with times of its own, moved to the indices of their values where the two lists' offsets differ. */
function timedRuns(
  times: ListColumn,
  lists: ListColumn,
  rows: number,
  values: Float64Array,
  { appender, counts }: SeriesWriter,
): AppendOfRow {
  const listTimes = timeColumn('timestamps', times.child, times.child.length);
  let aligned = listTimes;
  for (let row = 0; row < rows; row++) {
    const [from, length] = [lists.starts[row] as number, (lists.ends[row] as number) - (lists.starts[row] as number)];
    const [timesFrom, timesTo] = [times.starts[row] as number, times.ends[row] as number];
    if (timesTo - timesFrom !== length)
      throw new IngestError('invalid_argument', `row ${row}: ${length} values but ${timesTo - timesFrom} timestamps`);
    if (length === 0 || (timesFrom === from && aligned === listTimes)) continue;
    if (aligned === listTimes) {
      aligned = new Float64Array(values.length);
      aligned.set(listTimes.subarray(0, Math.min(from, listTimes.length)));
    }
    aligned.set(listTimes.subarray(timesFrom, timesTo), from);
  }
  const append: AppendRun = (ref, start, end) => appender.append(ref, aligned, values, start, end, counts);
  return () => append;
}

/** Each stretch of elements that are not missing. */
function* runsOf(missing: Uint8Array, from: number, to: number): Generator<{ from: number; to: number }> {
  for (let start = from; start < to; ) {
    if (missing[start] === 1) {
      start++;
      continue;
    }
    let end = start + 1;
    while (end < to && missing[end] === 0) end++;
    yield { from: start, to: end };
    start = end;
  }
}
