/** One row per time and label set: a time, text columns as labels, and one numeric column per metric, named after it. */
import { IngestError } from '../ingest-error.ts';
import { appendGroups } from './append-groups.ts';
import { columnData, isNumericType, NUMERIC_TYPES, timeColumn, valueColumn } from './columns.ts';
import { groupRows } from './group-rows.ts';
import { isLabelType, labelColumns } from './label-column.ts';
import type { Layout } from './layout.ts';
import { rowLabels } from './row-labels.ts';
import { SeriesWriter } from './series-writer.ts';
import { timeFieldIndex } from './time-field.ts';

export const wideLayout: Layout = {
  name: 'wide',
  expects: 'timestamp, text columns as labels, one numeric column per metric',
  open(schema) {
    const time = timeFieldIndex(schema);
    if (time < 0) return null;
    const others = schema.fields.map((field, index) => ({ field, index })).filter(({ index }) => index !== time);
    const metrics = others.filter(({ field }) => isNumericType(field.type));
    const labels = others.filter(({ field }) => isLabelType(field.type));
    if (metrics.length === 0) return null;
    const odd = others.find(({ field }) => !isNumericType(field.type) && !isLabelType(field.type));
    if (odd !== undefined) {
      throw new IngestError(
        'invalid_argument',
        `column '${odd.field.name}' is ${odd.field.type}: neither a number (a metric: ${NUMERIC_TYPES}) nor text (a label)`,
      );
    }
    return {
      samples: ({ numRows }) => metrics.length * numRows,
      *append({ numRows, data: { children } }, appender, counts) {
        const times = timeColumn(schema.fields[time]!.name, columnData(children, time, 'time', numRows), numRows);
        yield;
        const labelFields = labels.map(({ index }) => index);
        const columns = yield* labelColumns(schema, labelFields, children, numRows);
        const groups = yield* groupRows(columns, numRows);
        const writer = new SeriesWriter(appender, counts);
        for (const { field, index } of metrics) {
          const values = valueColumn(field.name, columnData(children, index, field.name, numRows), numRows);
          yield;
          yield* appendGroups(groups, (row) => rowLabels(columns, row, field.name), times, values, writer);
        }
      },
    };
  },
};
