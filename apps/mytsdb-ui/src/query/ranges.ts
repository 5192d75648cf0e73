/** The ranges that the graph offers. */

export type RangeName = '1h' | '6h' | '24h' | '7d';

/** Seconds; steps keep a line at 240 to 360 points. */
export const RANGES: readonly { readonly name: RangeName; readonly seconds: number; readonly step: number }[] = [
  { name: '1h', seconds: 3_600, step: 15 },
  { name: '6h', seconds: 21_600, step: 60 },
  { name: '24h', seconds: 86_400, step: 240 },
  { name: '7d', seconds: 604_800, step: 1_800 },
];

/** The range that ends now; its end lies on a step, so that a reload asks for the same points. */
export function rangeUntil(nowSeconds: number, name: RangeName): { start: number; end: number; step: number } {
  const { seconds, step } = RANGES.find((range) => range.name === name) ?? { seconds: 3_600, step: 15 };
  const end = Math.floor(nowSeconds / step) * step;
  return { start: end - seconds, end, step };
}
