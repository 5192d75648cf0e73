/** Data sets for tests: presets at a fixed time, so that a failure can be repeated. */
import { type DataSet } from './data-set.ts';
import { type PresetName } from './presets.ts';
/** Wednesday, 16 September 2026, 12:00 UTC. */
export declare const WEDNESDAY_NOON_SEC = 1789560000;
/** A preset that ends at `endSec`; `changes` override it. */
export declare function presetAt(
  name: PresetName,
  randomSeed?: number,
  changes?: Partial<DataSet> & {
    endSec?: number;
  },
): DataSet;
//# sourceMappingURL=testing-sets.d.ts.map
