/** Compares two answers to the same range query, so that nothing is timed that is not computed. */

type Matrix = { metric: Record<string, string>; values: [number, string][] }[];

export type Difference = {
  readonly series: number;
  readonly points: number;
  /** Empty when both have the same series and points; else what is missing. */
  readonly missing: string;
  /** Largest |a - b| / max(|a|, |b|) over all points. */
  readonly maxRelative: number;
  /** Share of points that differ by more than a millionth. */
  readonly shareDiffering: number;
};

export function parseMatrix(body: Buffer): Matrix {
  return (JSON.parse(body.toString()) as { data: { result: Matrix } }).data.result;
}

export function compareAnswers(ours: Matrix, theirs: Matrix): Difference {
  const known = new Map(theirs.map((series) => [keyOf(series.metric), series.values]));
  let points = 0;
  let unmatched = Math.abs(ours.length - theirs.length);
  let missingPoints = 0;
  let maxRelative = 0;
  let differing = 0;
  for (const { metric, values } of ours) {
    points += values.length;
    const other = known.get(keyOf(metric));
    if (other === undefined) {
      unmatched++;
      continue;
    }
    const at = new Map(other);
    missingPoints += Math.abs(other.length - values.length);
    for (const [time, text] of values) {
      const relative = difference(Number(text), Number(at.get(time) ?? Number.NaN));
      maxRelative = Math.max(maxRelative, relative);
      if (relative > 1e-6) differing++;
    }
  }
  const missing = [unmatched > 0 ? `${unmatched} series` : '', missingPoints > 0 ? `${missingPoints} points` : ''];
  return {
    series: ours.length,
    points,
    missing: missing.filter((text) => text !== '').join(', '),
    maxRelative,
    shareDiffering: points === 0 ? 0 : differing / points,
  };
}

function keyOf(metric: Record<string, string>): string {
  return JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function difference(a: number, b: number): number {
  if (Object.is(a, b) || a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Number.POSITIVE_INFINITY;
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}
