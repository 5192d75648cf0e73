/** `min` and `max`: NaN only where all values are NaN. */
import type { Fold } from './fold.ts';

export function maxFold(count: number): Fold {
  return {
    first: () => {},
    add: (column, out) => {
      const { values, present } = column;
      const best = out.values;
      for (let k = 0; k < count; k++) {
        if (present[k] === 0) continue;
        const value = values[k] as number;
        const current = best[k] as number;
        if (out.present[k] === 0 || current < value || current !== current) best[k] = value;
        out.present[k] = 1;
      }
    },
    finish: () => {},
  };
}

export function minFold(count: number): Fold {
  return {
    first: () => {},
    add: (column, out) => {
      const { values, present } = column;
      const best = out.values;
      for (let k = 0; k < count; k++) {
        if (present[k] === 0) continue;
        const value = values[k] as number;
        const current = best[k] as number;
        if (out.present[k] === 0 || current > value || current !== current) best[k] = value;
        out.present[k] = 1;
      }
    },
    finish: () => {},
  };
}
