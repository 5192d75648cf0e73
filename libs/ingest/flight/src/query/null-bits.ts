/** Arrow's validity bitmaps: a bit for each row, lowest first, 0 where the row is null. */
import type { HistogramColumns } from '../columns/index.ts';

export type NullBits = { readonly nullCount: number; readonly nullBitmap?: Uint8Array };

const NONE: NullBits = { nullCount: 0 };

/** Rows with the id -1 are null; their id becomes 0. */
export function nullsOf(ids: Int32Array): NullBits {
  if (!ids.includes(-1)) return NONE;
  const nullBitmap = new Uint8Array(Math.ceil(ids.length / 8));
  let nullCount = 0;
  for (let row = 0; row < ids.length; row++) {
    if (ids[row] !== -1) nullBitmap[row >> 3]! |= 1 << (row & 7);
    else {
      ids[row] = 0;
      nullCount++;
    }
  }
  return { nullCount, nullBitmap };
}

/** Valid where there is no histogram. */
export function otherRows(histograms: HistogramColumns | null, rows: number): NullBits {
  if (histograms === null) return NONE;
  const nullBitmap = histograms.valid.map((bits) => ~bits);
  // Bits after the last row stay 0.
  if (rows % 8 !== 0) nullBitmap[nullBitmap.length - 1]! &= (1 << (rows % 8)) - 1;
  return { nullCount: histograms.validCount, nullBitmap };
}
