/** One position of a series in a script: what a load stores, or what an eval expects there. */
import { formatFloat, formatHistogramNotation, type Histogram } from '@chimera/tsdb-model';

export type Point =
  /** `_`: no sample. */
  | { readonly kind: 'omitted' }
  /** The stale marker. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'float'; readonly value: number }
  /** `hintSet`: the counter reset hint was written down, so a comparison looks at it. */
  | { readonly kind: 'histogram'; readonly histogram: Histogram; readonly hintSet: boolean };

/** As a script writes it. */
export function formatPoint(point: Point): string {
  if (point.kind === 'omitted') return '_';
  if (point.kind === 'stale') return 'stale';
  return point.kind === 'float' ? formatFloat(point.value) : formatHistogramNotation(point.histogram);
}
