/** `count` and `group`: what counts is that there is a sample, of whatever type. */
import type { Fold } from './fold.ts';

export function countFold(count: number): Fold {
  return {
    first: ({ values, present }) => {
      for (let k = 0; k < count; k++) values[k] = present[k] as number;
    },
    add: (column, out) => {
      const { present } = column;
      for (let k = 0; k < count; k++) out.values[k] = (out.values[k] as number) + (present[k] as number);
    },
    finish: ({ values, present }) => {
      for (let k = 0; k < count; k++) present[k] = values[k] === 0 ? 0 : 1;
    },
  };
}

export function groupFold(count: number): Fold {
  return {
    first: () => {},
    add: (column, out) => {
      const { present } = column;
      for (let k = 0; k < count; k++) out.present[k] = (out.present[k] as number) | (present[k] as number);
    },
    finish: ({ values }) => void values.fill(1),
  };
}
