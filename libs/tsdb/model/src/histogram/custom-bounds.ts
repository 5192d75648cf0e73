/** Histograms with custom bounds that are not the same: what they have in common. */

const NONE = new Float64Array(0);

export function equalBounds(a: Float64Array | null, b: Float64Array | null): boolean {
  if (a === b) return true;
  const boundsA = a ?? NONE;
  const boundsB = b ?? NONE;
  if (boundsA.length !== boundsB.length) return false;
  for (let i = 0; i < boundsA.length; i++) if (boundsA[i] !== boundsB[i]) return false;
  return true;
}

/** The bounds that are in both, ascending. */
export function intersectBounds(a: Float64Array | null, b: Float64Array | null): Float64Array {
  const boundsA = a ?? NONE;
  const boundsB = b ?? NONE;
  const shared = new Float64Array(Math.min(boundsA.length, boundsB.length));
  let count = 0;
  for (let i = 0, j = 0; i < boundsA.length && j < boundsB.length; ) {
    const x = boundsA[i] as number;
    const y = boundsB[j] as number;
    if (x === y) shared[count++] = x;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return shared.slice(0, count);
}

/**
 * For each bucket of `bounds`, including the one up to +Inf: the bucket of `target` that holds it. `target` must be a
 * subset of `bounds`.
 */
export function bucketsInBounds(bounds: Float64Array | null, target: Float64Array): Int32Array {
  const source = bounds ?? NONE;
  const buckets = new Int32Array(source.length + 1).fill(target.length);
  let to = 0;
  for (let i = 0; i < source.length; i++) {
    while (to < target.length && (target[to] as number) < (source[i] as number)) to++;
    buckets[i] = to;
  }
  return buckets;
}
