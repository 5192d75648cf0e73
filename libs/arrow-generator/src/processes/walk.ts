/** Random walks that return to zero. */
import type { RandomStream } from '../random.ts';

/** w = 0.98 w + 0.004 (u + u - 1) per step: stays within 0.04 in practice. */
export class Walk {
  private value = 0;
  private readonly random: RandomStream;

  constructor(random: RandomStream) {
    this.random = random;
  }

  /** The walk after one more step. */
  next(): number {
    const u = this.random.next();
    this.value = 0.98 * this.value + 0.004 * (u + u - 1);
    return this.value;
  }
}
