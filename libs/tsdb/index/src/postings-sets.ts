/** Set algebra on sorted, unique refs. `a` is always overwritten in place; what remains is returned as a view of it. */
import { lowerBound } from './postings.ts';

/** From this ratio of sizes on, a search in the longer list beats walking through it. */
const GALLOP_RATIO = 16;

/** Keeps the refs of `a` that are in `b`. */
export function intersectInPlace(a: Uint32Array, b: Uint32Array): Uint32Array {
  return keepInPlace(a, b, true);
}

/** Keeps the refs of `a` that are not in `b`. */
export function subtractInPlace(a: Uint32Array, b: Uint32Array): Uint32Array {
  return keepInPlace(a, b, false);
}

function keepInPlace(a: Uint32Array, b: Uint32Array, wanted: boolean): Uint32Array {
  const search = b.length > GALLOP_RATIO * a.length;
  let kept = 0;
  let j = 0;
  for (let i = 0; i < a.length; i++) {
    const ref = a[i] as number;
    if (search) j = lowerBound(b, ref, j, b.length);
    else while (j < b.length && (b[j] as number) < ref) j++;
    if ((j < b.length && b[j] === ref) === wanted) a[kept++] = ref;
  }
  return a.subarray(0, kept);
}

/** The refs of all lists, which have none in common: a fresh array. */
export function uniteDisjoint(lists: readonly Uint32Array[]): Uint32Array {
  if (lists.length === 1) return (lists[0] as Uint32Array).slice();
  let total = 0;
  let largest = 0;
  for (const list of lists) {
    total += list.length;
    if (list.length > 0) largest = Math.max(largest, list[list.length - 1] as number);
  }
  const out = new Uint32Array(total);
  if (largest / 32 > 4 * total) return concatSorted(lists, out);
  const bits = new Uint32Array((largest >>> 5) + 1);
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const ref = list[i] as number;
      bits[ref >>> 5] = (bits[ref >>> 5] as number) | (1 << (ref & 31));
    }
  }
  let o = 0;
  for (let w = 0; w < bits.length; w++) {
    for (let word = bits[w] as number; word !== 0; word &= word - 1)
      out[o++] = 32 * w + (31 - Math.clz32(word & -word));
  }
  return out;
}

/** For few refs in a wide range. */
function concatSorted(lists: readonly Uint32Array[], out: Uint32Array): Uint32Array {
  let at = 0;
  for (const list of lists) {
    out.set(list, at);
    at += list.length;
  }
  return out.sort();
}
