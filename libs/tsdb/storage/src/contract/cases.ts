/** The cases: each gets an empty storage whose clock, if it has one, stands at {@link CONTRACT_NOW_MS}. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import type { Histogram } from '@chimera/tsdb-model';
import { AppendCounts, type Appender } from '../appender.ts';
import type { Queryable } from '../querier.ts';
import { SampleBuffer } from '../sample-buffer.ts';
import { StepColumn } from '../step-column.ts';
import { appendWords, columnOf, pairsOf, readAll, seriesRef, stepsOf } from './support.ts';

export type ContractStorage = Appender & Queryable;

export type ContractCase = { readonly name: string; readonly run: (storage: ContractStorage) => Promise<void> };

/** Samples of the cases lie in the day before; an out-of-order window, if there is one, is 10 minutes or more. */
export const CONTRACT_NOW_MS = 1_700_000_000_000;

const T = CONTRACT_NOW_MS - 86_400_000;
const UP = [{ name: '__name__', type: '=', value: 'up' } as const];
const EVER = { minMs: T, maxMs: CONTRACT_NOW_MS };

const histogram = (count: number): Histogram => ({
  schema: 1,
  counterResetHint: 'not_reset',
  zeroThreshold: 1e-128,
  zeroCount: 2,
  count,
  sum: count * 1.5,
  positiveSpans: [
    { offset: -2, length: 2 },
    { offset: 3, length: 1 },
  ],
  negativeSpans: [],
  positiveBuckets: Float64Array.of(1, 2, count - 5),
  negativeBuckets: new Float64Array(0),
  customValues: null,
});

export const CONTRACT_CASES: readonly ContractCase[] = [
  {
    name: 'a label set has one ref',
    run: async (storage) => {
      const ref = seriesRef(storage, { __name__: 'up', job: 'a' });
      deepStrictEqual(seriesRef(storage, { __name__: 'up', job: 'a' }), ref);
      ok(seriesRef(storage, { __name__: 'up', job: 'b' }) !== ref);
      ok(storage.isLive(ref));
    },
  },
  {
    name: 'matchers select series, and an absent label has the empty value',
    run: async (storage) => {
      for (const job of ['a', 'b', 'bb']) {
        appendWords(storage, seriesRef(storage, { __name__: 'up', job }), [[T, 1]]);
      }
      appendWords(storage, seriesRef(storage, { __name__: 'up', zone: 'z' }), [[T, 1]]);
      const jobsOf = async (type: '=' | '!=' | '=~' | '!~', value: string): Promise<string[]> => {
        const { labels } = await readAll(storage, [...UP, { name: 'job', type, value }], T, T);
        return labels.map((set) => set[3] as string).sort();
      };
      deepStrictEqual(await jobsOf('=', 'b'), ['b']);
      deepStrictEqual(await jobsOf('!=', 'b'), ['a', 'bb', 'z']);
      deepStrictEqual(await jobsOf('=~', 'b+'), ['b', 'bb']);
      deepStrictEqual(await jobsOf('!~', 'b.*'), ['a', 'z']);
      deepStrictEqual(await jobsOf('=', ''), ['z']);
      deepStrictEqual(await jobsOf('!=', ''), ['a', 'b', 'bb']);
    },
  },
  {
    name: 'label names and values are sorted, and united over matcher sets',
    run: async (storage) => {
      appendWords(storage, seriesRef(storage, { __name__: 'up', job: 'b', x: '1' }), [[T, 1]]);
      appendWords(storage, seriesRef(storage, { __name__: 'up', job: 'a', y: '1' }), [[T, 1]]);
      appendWords(storage, seriesRef(storage, { __name__: 'down', job: 'c' }), [[T, 1]]);
      const querier = storage.querier();
      deepStrictEqual(await querier.labelNames([], EVER), ['__name__', 'job', 'x', 'y']);
      deepStrictEqual(await querier.labelNames([[{ name: 'x', type: '=', value: '1' }]], EVER), [
        '__name__',
        'job',
        'x',
      ]);
      deepStrictEqual(await querier.labelValues('job', [], EVER), ['a', 'b', 'c']);
      deepStrictEqual(await querier.labelValues('job', [UP], EVER), ['a', 'b']);
      const sets = [[{ name: 'x', type: '=', value: '1' } as const], [{ name: 'job', type: '=', value: 'c' } as const]];
      deepStrictEqual(await querier.labelValues('job', sets, EVER), ['b', 'c']);
      deepStrictEqual(await querier.labelValues('none', [], EVER), []);
      querier.close();
    },
  },
  {
    name: 'a range includes both its ends',
    run: async (storage) => {
      appendWords(storage, seriesRef(storage, { __name__: 'up' }), [
        [T, 1],
        [T + 1_000, 2],
        [T + 2_000, 3],
        [T + 3_000, 4],
      ]);
      const { samples } = await readAll(storage, UP, T + 1_000, T + 2_000);
      deepStrictEqual(samples, [
        [
          [T + 1_000, 2],
          [T + 2_000, 3],
        ],
      ]);
      deepStrictEqual((await readAll(storage, UP, T + 1_001, T + 1_999)).samples.flat(), []);
    },
  },
  {
    name: 'a step takes the newest sample in (t - lookback, t]',
    run: async (storage) => {
      appendWords(storage, seriesRef(storage, { __name__: 'up' }), [
        [T, 1],
        [T + 10_000, 2],
      ]);
      const grid = { startMs: T - 5_000, stepMs: 5_000, count: 8 };
      const { values, timestamps } = await stepsOf(storage, UP, grid, 15_000);
      deepStrictEqual(values, [null, 1, 1, 2, 2, 2, null, null]);
      deepStrictEqual(timestamps, [null, T, T, T + 10_000, T + 10_000, T + 10_000, null, null]);
      deepStrictEqual((await stepsOf(storage, UP, { startMs: T + 9_999, stepMs: 0, count: 1 }, 10_000)).values, [1]);
      deepStrictEqual((await stepsOf(storage, UP, { startMs: T + 25_000, stepMs: 0, count: 1 }, 15_000)).values, [
        null,
      ]);
    },
  },
  {
    name: 'stale markers are read as such, and end a series in step reads',
    run: async (storage) => {
      appendWords(storage, seriesRef(storage, { __name__: 'up' }), [
        [T, 1],
        [T + 10_000, 'stale'],
        [T + 20_000, Number.NaN],
      ]);
      deepStrictEqual((await readAll(storage, UP, T, T + 20_000)).samples, [
        [
          [T, 1],
          [T + 10_000, 'stale'],
          [T + 20_000, Number.NaN],
        ],
      ]);
      const grid = { startMs: T, stepMs: 5_000, count: 5 };
      deepStrictEqual((await stepsOf(storage, UP, grid, 60_000)).values, [1, 1, null, null, Number.NaN]);
    },
  },
  {
    name: 'special values keep their bits',
    run: async (storage) => {
      const values = [-0, 0, Infinity, -Infinity, Number.NaN, 5e-324, 1.7976931348623157e308, 0.1];
      const samples = values.map((value, i) => [T + i * 1_000, value] as [number, number]);
      appendWords(storage, seriesRef(storage, { __name__: 'up' }), samples);
      deepStrictEqual((await readAll(storage, UP, T, T + 60_000)).samples, [samples]);
    },
  },
  {
    name: 'the same sample again is accepted, another value at its time is not',
    run: async (storage) => {
      const ref = seriesRef(storage, { __name__: 'up' });
      appendWords(storage, ref, [
        [T, 1],
        [T + 1_000, 'stale'],
        [T + 2_000, 3],
      ]);
      const counts = appendWords(storage, ref, [
        [T, 1],
        [T, 2],
        [T + 1_000, 'stale'],
        [T + 1_000, 1],
        [T + 2_000, 3],
        [T + 2_000, 'stale'],
      ]);
      deepStrictEqual([counts.accepted, counts.rejected], [3, 3]);
      deepStrictEqual([...counts.byReason], [['duplicate_timestamp', 3]]);
      ok(counts.firstRejection?.message.includes(String(T)));
      deepStrictEqual((await readAll(storage, UP, T, T + 60_000)).samples.flat().length, 3);
    },
  },
  {
    name: 'late samples are put where they belong',
    run: async (storage) => {
      const ref = seriesRef(storage, { __name__: 'up' });
      const times = [5, 1, 9, 3, 7, 2, 8, 4, 6].map((s) => T + s * 1_000);
      const counts = appendWords(
        storage,
        ref,
        times.map((t) => [t, t - T]),
      );
      deepStrictEqual(counts.accepted, 9);
      const sorted = [...times].sort().map((t) => [t, t - T]);
      deepStrictEqual((await readAll(storage, UP, T, T + 60_000)).samples, [sorted]);
    },
  },
  {
    name: 'a part of a column is appended',
    run: async (storage) => {
      const ref = seriesRef(storage, { __name__: 'up' });
      const counts = new AppendCounts();
      storage.append(ref, Float64Array.of(0, T, T + 1, 0), columnOf([0, 1, 2, 0]), 1, 3, counts);
      storage.appendRegular(ref, T + 2, 1, columnOf([0, 0, 3, 4, 0]), 2, 4, counts);
      storage.appendRegular(ref, T + 2, 1, columnOf([0]), 0, 0, counts);
      deepStrictEqual(counts.accepted, 4);
      const values = (await readAll(storage, UP, T, T + 60_000)).samples.flat().map(([, value]) => value);
      deepStrictEqual(values, [1, 2, 3, 4]);
    },
  },
  {
    name: 'long columns read back whole, in part, and on grids finer and coarser than the samples',
    run: async (storage) => {
      const ref = seriesRef(storage, { __name__: 'up' });
      const values = Float64Array.from({ length: 4_000 }, (_, i) => (i * i) % 10_007);
      storage.appendRegular(ref, T, 15_000, values, 0, 4_000, new AppendCounts());
      const all = (await readAll(storage, UP, T, CONTRACT_NOW_MS)).samples[0] ?? [];
      deepStrictEqual(
        all,
        Array.from(values, (value, i) => [T + i * 15_000, value]),
      );
      const part = (await readAll(storage, UP, T + 15_000 * 1_000 + 1, T + 15_000 * 3_000 - 1)).samples.flat();
      deepStrictEqual(part, all.slice(1_001, 3_000));
      for (const [stepMs, offset, count] of [
        [5_000, 1_000, 12_100],
        [15_000, 0, 4_030],
        [15_000, 14_999, 4_030],
        [60_000, 0, 1_020],
        [60_000, 7_000, 1_020],
        [97_000, -120_000, 640],
        [3_600_000, 0, 20],
      ] as const) {
        const steps = await stepsOf(storage, UP, { startMs: T + offset, stepMs, count }, 300_000);
        const wanted = Array.from({ length: count }, (_, k) => {
          const t = offset + k * stepMs;
          const i = Math.min(Math.floor(t / 15_000), 3_999);
          return i >= 0 && i * 15_000 > t - 300_000 ? (values[i] as number) : null;
        });
        deepStrictEqual(steps.values, wanted);
      }
    },
  },
  {
    name: 'a range without falls is known as such only when it has none',
    run: async (storage) => {
      const ref = seriesRef(storage, { __name__: 'up' });
      const values = Float64Array.from({ length: 3_000 }, (_, i) => i % 1_500);
      storage.appendRegular(ref, T, 1_000, values, 0, 3_000, new AppendCounts());
      const querier = storage.querier();
      const set = await querier.select(UP, EVER);
      const buffer = new SampleBuffer();
      set.read(0, EVER, buffer);
      deepStrictEqual(buffer.resetFree, false);
      for (const [from, to] of [
        [0, 1_499],
        [1_499, 1_500],
        [1_500, 2_999],
      ]) {
        set.read(0, { minMs: T + 1_000 * (from as number), maxMs: T + 1_000 * (to as number) }, buffer);
        pairsOf(buffer);
      }
      querier.close();
    },
  },
  {
    name: 'native histograms come back as they were, between floats',
    run: async (storage) => {
      const ref = seriesRef(storage, { __name__: 'up' });
      const counts = new AppendCounts();
      appendWords(storage, ref, [[T, 1]]);
      for (let i = 1; i <= 20; i++) storage.appendHistogram(ref, T + i * 1_000, histogram(10 + i), counts);
      appendWords(storage, ref, [[T + 21_000, 2]]);
      deepStrictEqual(counts.accepted, 20);
      const querier = storage.querier();
      const set = await querier.select(UP, EVER);
      const buffer = new SampleBuffer(2);
      set.read(0, EVER, buffer);
      deepStrictEqual(buffer.count, 22);
      deepStrictEqual(buffer.histograms?.[0], null);
      deepStrictEqual(buffer.histograms?.[7], histogram(17));
      deepStrictEqual([buffer.values[0], buffer.values[21]], [1, 2]);
      set.read(0, { minMs: T, maxMs: T }, buffer);
      deepStrictEqual(buffer.histograms, null);
      const column = new StepColumn(3);
      set.readSteps(0, { startMs: T, stepMs: 5_500, count: 3 }, 2_000, column);
      deepStrictEqual([...column.present], [1, 1, 1]);
      deepStrictEqual(column.histograms, [null, histogram(15), histogram(21)]);
      querier.close();
    },
  },
  {
    name: 'the store says itself what it knows of counter resets between histograms',
    run: async (storage) => {
      const ref = seriesRef(storage, { __name__: 'up' });
      const counts = new AppendCounts();
      for (const [i, count] of [10, 12, 11, 11].entries()) {
        storage.appendHistogram(ref, T + i * 1_000, { ...histogram(count), counterResetHint: 'reset' }, counts);
      }
      for (const [i, count] of [12, 13, 9].entries()) {
        storage.appendHistogram(ref, T + (i + 4) * 1_000, histogram(count), counts);
      }
      const querier = storage.querier();
      const set = await querier.select(UP, EVER);
      const buffer = new SampleBuffer();
      set.read(0, EVER, buffer);
      deepStrictEqual(
        buffer.histograms?.map((kept) => kept?.counterResetHint),
        ['unknown', 'unknown', 'unknown', 'unknown', 'not_reset', 'not_reset', 'unknown'],
      );
      querier.close();
    },
  },
  {
    name: 'a series without samples in the range gives none',
    run: async (storage) => {
      seriesRef(storage, { __name__: 'up', job: 'empty' });
      appendWords(storage, seriesRef(storage, { __name__: 'up', job: 'old' }), [[T, 1]]);
      deepStrictEqual((await readAll(storage, UP, T + 1, T + 1_000)).samples.flat(), []);
    },
  },
];
