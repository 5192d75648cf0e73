/** w = 0.98 w + 0.004 (u + u - 1) per step: stays within 0.04 in practice. */
export class Walk {
  value = 0;
  random;
  constructor(random) {
    this.random = random;
  }
  /** The walk after one more step. */
  next() {
    const u = this.random.next();
    this.value = 0.98 * this.value + 0.004 * (u + u - 1);
    return this.value;
  }
}
