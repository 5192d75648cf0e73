/** Random float series, as items of the test language. */
import type { Random } from '@chimera/testing';
import type { Shape } from './vocabulary.ts';

export type Values = readonly string[];

const EXTREMES = ['NaN', 'Inf', '-Inf', '0', '-0', '1', '-1', '0.1', '2', '1', '0.5'];
// No subnormal numbers: Go's logarithm is wrong for them on amd64.
const HUGE = ['1e308', '-1e308', '1.7e308', '1e-300', '1e100', '-1e19', '9223372036854775807', '1', 'Inf'];

export function randomFloats(random: Random, shape: Shape, length: number): Values {
  switch (shape) {
    case 'counter':
      return counter(random, length);
    case 'level':
      return walk(length, () => String(random.int(-1, 3)), random.next() < 0.5 ? 0.2 : 0.9, random);
    case 'extreme':
      return walk(length, () => random.pick(EXTREMES), 0.5, random);
    case 'huge':
      return walk(length, () => random.pick(HUGE), 0.5, random);
    case 'times':
      return walk(length, () => String(random.int(-2_000_000_000, 4_000_000_000)), 0.5, random);
    case 'info':
      return new Array<string>(length).fill('1');
    default:
      return gauge(random, length);
  }
}

/** Of one metric: the buckets of a series share counts, so that they are cumulative but where noise breaks them. */
export function randomBuckets(
  random: Random,
  length: number,
): (labels: Readonly<Record<string, string>>, le: string) => Values {
  const seen = new Map<string, number[]>();
  const broken = random.next() < 0.3;
  return (labels, le) => {
    const key = JSON.stringify({ ...labels, le: '' });
    const below = seen.get(key) ?? new Array<number>(length).fill(0);
    const grow = random.pick([0, 0.3, 2, 10]);
    let own = 0;
    const counts = below.map((count) => {
      own += random.next() < 0.5 ? Math.floor(random.next() * 3 * grow) : 0;
      if (random.next() < 0.004) own = 0;
      return count + own;
    });
    if (le !== 'many') seen.set(key, counts);
    return counts.map((count) => String(broken && random.next() < 0.05 ? count - 1 : count));
  };
}

function gauge(random: Random, length: number): Values {
  const scale = random.pick([0.01, 1, 1, 100, 1e6]);
  const digits = random.pick([0, 1, 3, 15]);
  const odd = random.next() < 0.15 ? 0.02 : 0;
  let value = (random.next() - 0.3) * 10 * scale;
  return Array.from({ length }, () => {
    value += (random.next() - 0.5) * scale;
    return random.next() < odd ? random.pick(EXTREMES) : short(value, digits);
  });
}

function counter(random: Random, length: number): Values {
  const scale = random.pick([1, 1, 20, 0.5, 1e9]);
  const resets = random.pick([0, 0.01, 0.1]);
  const idle = random.pick([0, 0.5]);
  let value = random.next() < 0.5 ? 0 : Math.floor(random.next() * 100 * scale);
  return Array.from({ length }, () => {
    if (random.next() < resets) value = random.next() < 0.5 ? 0 : Math.floor(value * random.next());
    else if (random.next() >= idle) value += scale < 1 ? random.next() : Math.floor(random.next() * 5 * scale);
    return short(value, 3);
  });
}

/** Keeps its value but for a chance of `change`. */
function walk(length: number, draw: () => string, change: number, random: Random): Values {
  let item = draw();
  return Array.from({ length }, () => {
    if (random.next() < change) item = draw();
    return item;
  });
}

function short(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
