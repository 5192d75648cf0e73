/** List columns of any kind (list, large_list, fixed_size_list) as one column of elements and where each row's begin. */
import { type Data, DataType } from 'apache-arrow';
import { IngestError } from '../ingest-error.ts';
import { blankNulls } from './columns.ts';

export type ListColumn = {
  readonly child: Data;
  /** Row r has the elements from `starts[r]` up to `ends[r]`; a null row has none. Inside of the child. */
  readonly starts: Float64Array | Int32Array;
  readonly ends: Float64Array | Int32Array;
};

export function isListType(type: DataType): boolean {
  return DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type);
}

/** The type of a list's elements. */
export function elementType(type: DataType): DataType | undefined {
  return (type as { children?: readonly { type: DataType }[] }).children?.[0]?.type;
}

/** Throws IngestError 'invalid_argument' for a row that lies outside of the child. */
export function listColumn(name: string, data: Data, rows: number): ListColumn {
  const child = data.children[0];
  const offsets = child === undefined ? null : rowOffsets(data, rows);
  if (child === undefined || offsets === null || offsets.length < rows + 1)
    throw new IngestError('invalid_argument', `list column '${name}' is incomplete`);
  for (let row = 0; row < rows; row++) {
    const from = offsets[row] as number;
    const to = offsets[row + 1] as number;
    if (from < 0 || to < from || to > child.length)
      throw new IngestError(
        'invalid_argument',
        `list column '${name}' row ${row}: elements ${from} to ${to} of ${child.length}`,
      );
  }
  const starts = offsets.subarray(0, rows);
  let ends = offsets.subarray(1, rows + 1);
  let copied = false;
  blankNulls(data, rows, (row) => {
    if (!copied) ends = ends.slice();
    copied = true;
    ends[row] = starts[row] as number;
  });
  return { child, starts, ends };
}

function rowOffsets(data: Data, rows: number): Float64Array | Int32Array | null {
  const { type } = data;
  if (DataType.isFixedSizeList(type)) return Float64Array.from({ length: rows + 1 }, (_, row) => row * type.listSize);
  const offsets = data.valueOffsets as Int32Array | BigInt64Array | undefined;
  if (offsets === undefined) return null;
  return offsets instanceof BigInt64Array ? Float64Array.from(offsets.subarray(0, rows + 1), Number) : offsets;
}
