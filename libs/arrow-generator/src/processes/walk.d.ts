/** Random walks that return to zero. */
import type { RandomStream } from '../random.ts';
/** w = 0.98 w + 0.004 (u + u - 1) per step: stays within 0.04 in practice. */
export declare class Walk {
  private value;
  private readonly random;
  constructor(random: RandomStream);
  /** The walk after one more step. */
  next(): number;
}
//# sourceMappingURL=walk.d.ts.map
