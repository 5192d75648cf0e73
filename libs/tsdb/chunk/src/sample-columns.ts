/** Columns of values as the Kubernetes data set has them: for tests and benchmarks of the encodings. */
import type { Random } from '@chimera/testing';

export type ColumnShape = {
  readonly name: string;
  /** The encoding that 1,000 samples of it take. */
  readonly encoding: string;
  values(random: Random, count: number): Float64Array;
};

function column(make: (random: Random) => (i: number) => number): ColumnShape['values'] {
  return (random, count) => {
    const next = make(random);
    return Float64Array.from({ length: count }, (_, i) => next(i));
  };
}

/** A counter that rises by `rise` and falls to 0 at sample 700. */
function counter(rise: (random: Random) => number, divisor = 1, start = 0): ColumnShape['values'] {
  return column((random) => {
    let total = start;
    return (i) => {
      total = i === 700 ? 0 : total + Math.floor(rise(random));
      return total / divisor;
    };
  });
}

export const COLUMN_SHAPES: readonly ColumnShape[] = [
  { name: 'constant limit', encoding: 'constant', values: column(() => () => 1073741824) },
  { name: 'flag that drops twice', encoding: 'runs', values: column(() => (i) => (i === 300 || i === 900 ? 0 : 1)) },
  { name: 'goroutines', encoding: 'lane-8', values: column((random) => () => random.int(30, 200)) },
  { name: 'load, 2 decimals', encoding: 'lane-16', values: column((random) => () => random.int(30, 7_900) / 100) },
  {
    name: 'pages of 4096',
    encoding: 'lane-16',
    values: column((random) => () => random.int(20_000, 80_000) * 4_096),
  },
  {
    name: 'memory of a node in KiB',
    encoding: 'lane-24',
    values: column((random) => () => random.int(1e7, 2e7) * 1024),
  },
  { name: 'bytes, any', encoding: 'lane-32', values: column((random) => () => random.int(0, 4e9)) },
  { name: 'cfs periods', encoding: 'linear', values: counter(() => 150) },
  { name: 'idle ticks', encoding: 'delta-8', values: counter((random) => random.int(900, 1_100), 100, 1e9) },
  { name: 'requests', encoding: 'delta-16', values: counter((random) => random.int(0, 2_400), 1, 1e6) },
  {
    name: 'cpu in microseconds',
    encoding: 'delta-24',
    values: counter((random) => random.int(5e6, 12e6), 1e6, 4e12),
  },
  { name: 'bytes of a busy link', encoding: 'delta-32', values: counter((random) => random.int(0, 4e9), 1, 1e12) },
  {
    name: 'sum of latencies',
    encoding: 'raw-f64',
    values: column((random) => {
      let sum = 0;
      return () => {
        sum += random.int(0, 100) * 0.037 * (0.9 + 0.2 * random.next());
        return sum;
      };
    }),
  },
  { name: 'multiplied decimals', encoding: 'lane-16', values: column((random) => () => random.int(0, 60_000) * 0.001) },
];
