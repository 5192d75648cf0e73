/**
 * One row per sample: a time, `value`, and text columns as labels; the metric name in `__name__`, else the descriptor's
 * path. What pandas, DuckDB or Telegraf would send.
 */
import { METRIC_NAME } from '@chimera/tsdb-model';
import { IngestError } from '../ingest-error.ts';
import { appendGroups } from './append-groups.ts';
import { columnData, fieldIndex, isNumericType, NUMERIC_TYPES, timeColumn, valueColumn } from './columns.ts';
import { groupRows } from './group-rows.ts';
import { isLabelType, labelColumns } from './label-column.ts';
import type { Layout } from './layout.ts';
import { rowLabels } from './row-labels.ts';
import { SeriesWriter } from './series-writer.ts';
import { timeFieldIndex } from './time-field.ts';

const VALUE = 'value';

export const longLayout: Layout = {
  name: 'long',
  expects: 'timestamp, value, text columns as labels',
  open(schema, defaultName) {
    const time = timeFieldIndex(schema);
    const value = fieldIndex(schema, VALUE);
    if (time < 0 || value < 0) return null;
    const labelFields = schema.fields.map((_, index) => index).filter((index) => index !== time && index !== value);
    for (const index of labelFields) {
      const { name, type } = schema.fields[index]!;
      if (!isLabelType(type))
        throw new IngestError(
          'invalid_argument',
          `column '${name}' is ${type}; in the long layout every column beside the time and 'value' is a label and must be text`,
        );
    }
    if (!isNumericType(schema.fields[value]!.type))
      throw new IngestError(
        'invalid_argument',
        `column 'value' is ${schema.fields[value]!.type}; it must be ${NUMERIC_TYPES}`,
      );
    const named = fieldIndex(schema, METRIC_NAME) >= 0;
    if (!named && defaultName === null) {
      throw new IngestError(
        'invalid_argument',
        "no metric name: add a column '__name__', or name the metric in the descriptor's path",
      );
    }
    return {
      samples: ({ numRows }) => numRows,
      *append({ numRows, data: { children } }, appender, counts) {
        // Times first: their length is checked against the rows that the batch claims before anything is allocated.
        const times = timeColumn(schema.fields[time]!.name, columnData(children, time, 'time', numRows), numRows);
        const values = valueColumn(VALUE, columnData(children, value, VALUE, numRows), numRows);
        yield;
        const columns = yield* labelColumns(schema, labelFields, children, numRows);
        const labelsOf = (row: number) => rowLabels(columns, row, named ? null : defaultName);
        const groups = yield* groupRows(columns, numRows);
        yield* appendGroups(groups, labelsOf, times, values, new SeriesWriter(appender, counts));
      },
    };
  },
};
