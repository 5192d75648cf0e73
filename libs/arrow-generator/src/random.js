/** Random numbers of the data set: small 32-bit generators, all derived from one seed, the same on every engine. */
/** One stream of uniform numbers (mulberry32). Its whole state is one 32-bit integer. */
export class RandomStream {
  state;
  constructor(seed) {
    this.state = seed | 0;
  }
  /** Uniform in [0, 1), with 32 bits of resolution. */
  next() {
    const state = (this.state + 0x6d2b79f5) | 0;
    this.state = state;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  /** Uniform integer in [0, bound). */
  below(bound) {
    return Math.floor(this.next() * bound);
  }
}
/** A stream for one purpose: the same seed and parts give the same stream, other parts an unrelated one. */
export function deriveStream(seed, ...parts) {
  let hash = mix(seed | 0, 0x51ed270b);
  for (const part of parts) {
    if (typeof part === 'number') hash = mix(hash, part | 0);
    else for (let i = 0; i < part.length; i++) hash = mix(hash, part.charCodeAt(i) + 0x10000);
  }
  return new RandomStream(hash);
}
function mix(hash, value) {
  let mixed = Math.imul(hash ^ value, 0x9e3779b1);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
