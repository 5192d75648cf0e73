import { seededRandom } from '@chimera/testing';
import { SampleBuffer, StepColumn } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { RANGE_FUNCTIONS, type RangeFunction } from './index.ts';
import { RangeInput } from './range-input.ts';

type Point = { readonly t: number; readonly v: number };
type Oracle = (window: readonly Point[], endMs: number, rangeMs: number, params: readonly number[]) => number | null;

const values = (window: readonly Point[]): number[] => window.map(({ v }) => v);
const nanFirst = (a: number, b: number): number =>
  Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : Number.isNaN(b) ? 1 : a - b;

/** Exact enough for test data of like magnitude: sums of exact decimal fractions of doubles are not needed. */
function mean(list: readonly number[]): number {
  return list.reduce((sum, v) => sum + v, 0) / list.length;
}

function quantile(q: number, list: readonly number[]): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0 || q > 1) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const sorted = [...list].sort(nanFirst);
  const rank = q * (sorted.length - 1);
  const low = Math.floor(rank);
  const high = Math.min(sorted.length - 1, low + 1);
  return (sorted[low] as number) * (1 - (rank - low)) + (sorted[high] as number) * (rank - low);
}

function extrapolated(counter: boolean, perSecond: boolean): Oracle {
  return (window, endMs, rangeMs) => {
    if (window.length < 2) return null;
    const first = window[0] as Point;
    const last = window.at(-1) as Point;
    let change = last.v - first.v;
    if (counter)
      for (let i = 1; i < window.length; i++) {
        const [before, after] = [(window[i - 1] as Point).v, (window[i] as Point).v];
        if (after < before) change += before;
      }
    const sampled = (last.t - first.t) / 1000;
    const average = sampled / (window.length - 1);
    let start = (first.t - (endMs - rangeMs)) / 1000;
    let end = (endMs - last.t) / 1000;
    if (start >= average * 1.1) start = average / 2;
    if (counter && change > 0 && first.v >= 0) start = Math.min(start, sampled * (first.v / change));
    if (end >= average * 1.1) end = average / 2;
    const result = (change * (sampled + start + end)) / sampled;
    return perSecond ? result / (rangeMs / 1000) : result;
  };
}

function extreme(better: (a: number, b: number) => boolean): (window: readonly Point[]) => Point | null {
  return (window) => {
    let best = window[0] ?? null;
    for (const point of window) {
      if (best === null || Number.isNaN(best.v) || better(point.v, best.v) || point.v === best.v) best = point;
    }
    return best;
  };
}
const greatest = extreme((a, b) => a > b);
const least = extreme((a, b) => a < b);

function line(window: readonly Point[], atMs: number): { slope: number; intercept: number } | null {
  if (window.length < 2) return null;
  const [first] = window as [Point];
  if (window.every(({ v }) => v === first.v)) {
    return Number.isFinite(first.v) ? { slope: 0, intercept: first.v } : { slope: Number.NaN, intercept: Number.NaN };
  }
  const xs = window.map(({ t }) => (t - atMs) / 1000);
  const [mx, my] = [mean(xs), mean(values(window))];
  const cov = window.reduce((sum, { v }, i) => sum + ((xs[i] as number) - mx) * (v - my), 0);
  const slope = cov / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  return { slope, intercept: my - slope * mx };
}

const some =
  (f: (window: readonly Point[]) => number): Oracle =>
  (window) =>
    window.length === 0 ? null : f(window);
const pairs = (counts: (a: number, b: number) => boolean): Oracle =>
  some((window) => window.filter(({ v }, i) => i > 0 && counts((window[i - 1] as Point).v, v)).length);

const ORACLES: Readonly<Record<string, Oracle>> = {
  avg_over_time: some((window) => mean(values(window))),
  changes: pairs((a, b) => a !== b && !(Number.isNaN(a) && Number.isNaN(b))),
  count_over_time: some((window) => window.length),
  delta: extrapolated(false, false),
  deriv: (window) => line(window, window[0]?.t ?? 0)?.slope ?? null,
  double_exponential_smoothing: (window, _, __, [sf, tf]) => {
    if (window.length < 2) return null;
    let [level, trend] = [(window[0] as Point).v, (window[1] as Point).v - (window[0] as Point).v];
    for (const [i, { v }] of window.entries()) {
      if (i === 0) continue;
      const next = (sf as number) * v + (1 - (sf as number)) * (level + trend);
      trend = (tf as number) * (next - level) + (1 - (tf as number)) * trend;
      level = next;
    }
    return level;
  },
  first_over_time: some((window) => (window[0] as Point).v),
  idelta: (window) => (window.length < 2 ? null : (window.at(-1) as Point).v - (window.at(-2) as Point).v),
  increase: extrapolated(true, false),
  irate: (window) => {
    if (window.length < 2) return null;
    const [a, b] = window.slice(-2) as [Point, Point];
    return ((b.v < a.v ? b.v : b.v - a.v) / (b.t - a.t)) * 1000;
  },
  last_over_time: some((window) => (window.at(-1) as Point).v),
  mad_over_time: some((window) => {
    if (values(window).some(Number.isNaN)) return Number.NaN;
    const median = quantile(0.5, values(window));
    return quantile(
      0.5,
      values(window).map((v) => Math.abs(v - median)),
    );
  }),
  max_over_time: some((window) => (greatest(window) as Point).v),
  min_over_time: some((window) => (least(window) as Point).v),
  predict_linear: (window, endMs, _, [ahead]) => {
    const found = line(window, endMs);
    return found === null ? null : found.slope * (ahead as number) + found.intercept;
  },
  present_over_time: some(() => 1),
  quantile_over_time: (window, _, __, [q]) => (window.length === 0 ? null : quantile(q as number, values(window))),
  rate: extrapolated(true, true),
  resets: pairs((a, b) => b < a),
  stddev_over_time: some((window) => Math.sqrt(mean(values(window).map((v) => (v - mean(values(window))) ** 2)))),
  stdvar_over_time: some((window) => mean(values(window).map((v) => (v - mean(values(window))) ** 2))),
  sum_over_time: some((window) => values(window).reduce((sum, v) => sum + v, 0)),
  ts_of_first_over_time: some((window) => (window[0] as Point).t / 1000),
  ts_of_last_over_time: some((window) => (window.at(-1) as Point).t / 1000),
  ts_of_max_over_time: some((window) => (greatest(window) as Point).t / 1000),
  ts_of_min_over_time: some((window) => (least(window) as Point).t / 1000),
};

test('every range function has an oracle here', () => {
  expect(Object.keys(RANGE_FUNCTIONS).sort()).toEqual(Object.keys(ORACLES).sort());
});

const PARAMS: Readonly<Record<string, readonly number[]>> = {
  double_exponential_smoothing: [0.3, 0.7],
  predict_linear: [600],
  quantile_over_time: [0.9],
};

type Shape = { name: string; value: (random: () => number, i: number, previous: number) => number };
const SHAPES: readonly Shape[] = [
  { name: 'gauge', value: (random) => 100 * random() - 50 },
  { name: 'few values', value: (random) => Math.floor(4 * random()) },
  {
    name: 'counter',
    value: (random, _, previous) => (random() < 0.1 ? Math.floor(9 * random()) : previous + Math.floor(20 * random())),
  },
  { name: 'with NaN', value: (random) => (random() < 0.3 ? Number.NaN : Math.floor(50 * random())) },
  {
    name: 'with infinities',
    value: (random) =>
      random() < 0.05
        ? Number.POSITIVE_INFINITY
        : random() < 0.05
          ? Number.NEGATIVE_INFINITY
          : Math.floor(50 * random()),
  },
  { name: 'constant', value: () => 1.5990505637277868 },
];

function makeSeries(shape: Shape, random: () => number): SampleBuffer {
  const samples = new SampleBuffer(4);
  const count = Math.floor(120 * random());
  samples.reserve(count);
  let t = -300_000 + Math.floor(40_000 * random());
  let previous = 0;
  for (let i = 0; i < count; i++) {
    t += random() < 0.05 ? 200_000 : 15_000 + Math.floor(3 * random());
    previous = shape.value(random, i, previous);
    samples.timestamps[i] = t;
    samples.values[i] = previous;
  }
  samples.count = count;
  return samples;
}

function close(actual: number, expected: number): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  return Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
}

test.each(Object.entries(RANGE_FUNCTIONS))('%s agrees with a scan of every window', (name, definition) => {
  const random = seededRandom(name.length * 7_919).next;
  for (let round = 0; round < 60; round++) {
    const shape = SHAPES[round % SHAPES.length] as Shape;
    const samples = makeSeries(shape, random);
    const grid = { startMs: -100_000, stepMs: [1_000, 15_000, 60_000, 400_000][round % 4] as number, count: 40 };
    const pinned = round % 7 === 0;
    const times = { firstMs: grid.startMs, strideMs: pinned ? 0 : grid.stepMs, count: grid.count };
    const rangeMs = [20_000, 300_000, 1_500_000][round % 3] as number;
    check(name, definition, shape, samples, new RangeInput(times, rangeMs, grid));
  }
});

function check(name: string, definition: RangeFunction, shape: Shape, samples: SampleBuffer, input: RangeInput): void {
  const params = PARAMS[name] ?? [];
  input.params = params.map((value) => new Float64Array(input.count).fill(value));
  const out = new StepColumn(input.count);
  out.present.fill(7);
  const kernel = definition.kernel();
  // Twice: what one series leaves behind must not show in the next.
  for (let times = 0; times < 2; times++) {
    input.load(samples);
    kernel(input, out);
  }
  for (let k = 0; k < input.count; k++) {
    const endMs = input.firstEndMs + k * input.strideMs;
    const window: Point[] = [];
    for (let i = 0; i < samples.count; i++) {
      const [t, v] = [samples.timestamps[i] as number, samples.values[i] as number];
      if (t > endMs - input.rangeMs && t <= endMs) window.push({ t, v });
    }
    const atMs = name === 'predict_linear' ? input.grid.startMs + k * input.grid.stepMs : endMs;
    const expected = (ORACLES[name] as Oracle)(window, atMs, input.rangeMs, params);
    const actual = out.present[k] === 0 ? null : (out.values[k] as number);
    const agrees = expected === null || actual === null ? expected === actual : close(actual, expected);
    if (!agrees)
      expect.fail(
        `${name}, ${shape.name}, step ${k}: ${actual} instead of ${expected} for ${values(window).join(' ')}`,
      );
  }
}
