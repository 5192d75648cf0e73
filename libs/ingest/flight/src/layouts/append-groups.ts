/** Appends grouped rows: straight from the batch's columns where a series' rows are neighbours, else sorted by series. */
import type { Labels } from '@chimera/tsdb-model';
import type { SlicedWork } from '@chimera/tsdb-storage';
import { inBlocks } from './blocks.ts';
import type { ValueColumn } from './columns.ts';
import type { RowGroups } from './group-rows.ts';
import type { AppendRun, SeriesWriter } from './series-writer.ts';

export function* appendGroups(
  groups: RowGroups,
  labelsOf: (row: number) => Labels,
  times: Float64Array,
  column: ValueColumn,
  writer: SeriesWriter,
): SlicedWork<void> {
  const rows = groups.groupOf.length;
  const sorted = groups.contiguous && column.missing === null ? null : yield* sortByGroup(groups, times, column);
  const [groupTimes, groupValues] = [sorted?.times ?? times, sorted?.values ?? column.values];
  const append: AppendRun = (ref, from, to) =>
    writer.appender.append(ref, groupTimes, groupValues, from, to, writer.counts);
  for (let group = 0; group < groups.firstRows.length; group++) {
    const first = groups.firstRows[group] as number;
    const from = sorted === null ? first : (sorted.starts[group] as number);
    const to = sorted === null ? (groups.firstRows[group + 1] ?? rows) : (sorted.starts[group + 1] as number);
    if (to === from) continue;
    yield* writer.write(labelsOf(first), from, to, append);
  }
}

type Sorted = { times: Float64Array; values: Float64Array; starts: Int32Array };

/** Counting sort by group, in row order within a group; rows without a value are left out. */
function* sortByGroup(
  { groupOf, firstRows }: RowGroups,
  times: Float64Array,
  { values, missing }: ValueColumn,
): SlicedWork<Sorted> {
  const rows = groupOf.length;
  const starts = new Int32Array(firstRows.length + 1);
  yield* inBlocks(rows, (start, end) => {
    for (let row = start; row < end; row++) if (missing?.[row] !== 1) starts[(groupOf[row] as number) + 1]!++;
  });
  for (let group = 0; group < firstRows.length; group++) starts[group + 1]! += starts[group] as number;
  const next = starts.slice();
  const sorted = { times: new Float64Array(rows), values: new Float64Array(rows), starts };
  // By words: the stale marker's payload must survive.
  const from = new Uint32Array(values.buffer, values.byteOffset, 2 * rows);
  const to = new Uint32Array(sorted.values.buffer);
  yield* inBlocks(rows, (start, end) => {
    for (let row = start; row < end; row++) {
      if (missing?.[row] === 1) continue;
      const at = next[groupOf[row] as number]!++;
      sorted.times[at] = times[row] as number;
      to[2 * at] = from[2 * row] as number;
      to[2 * at + 1] = from[2 * row + 1] as number;
    }
  });
  return sorted;
}
