import { type Random, seededRandom } from '@chimera/testing';
import { isStaleAt, writeStaleAt } from '@chimera/tsdb-model';
import { describe, expect, it } from 'vitest';
import {
  CHUNK_HAS_RESET,
  CHUNK_HAS_STALE,
  CHUNK_IS_REGULAR,
  ChunkEncoder,
  type ChunkMemory,
  chunkByteLength,
  chunkCount,
  chunkEncoding,
  chunkFirstValue,
  chunkFlags,
  chunkLastValue,
  chunkMaxTime,
  chunkMaxValue,
  chunkMinTime,
  chunkMinValue,
  chunkSum,
  createChunkMemory,
  decodeChunk,
  findSample,
  isStaleIndex,
  timestampAt,
  valueAt,
} from './index.ts';
import { COLUMN_SHAPES } from './sample-columns.ts';
import { TIME_CODECS } from './time-codecs.ts';
import { VALUE_CODECS } from './value-codecs.ts';

const START = 1_760_000_000_000;
const encoder = new ChunkEncoder();

/** Seals between guard bytes, which must survive. */
function seal(values: Float64Array, timestamps: Float64Array | null, stepMs = 15_000): ChunkMemory {
  const length = encoder.plan(timestamps, START, stepMs, values, 0, values.length);
  const memory = createChunkMemory(new SharedArrayBuffer(length + 24));
  memory.bytes.fill(0xab);
  expect(encoder.write(memory, 16)).toBe(length);
  expect(length % 8).toBe(0);
  expect(chunkByteLength(memory, 16)).toBe(length);
  expect([...memory.bytes.subarray(0, 16), ...memory.bytes.subarray(16 + length)].every((b) => b === 0xab)).toBe(true);
  return memory;
}

/** Fails unless all ways of reading give back what was sealed, bit for bit. */
function expectLossless(values: Float64Array, timestamps: Float64Array | null, random: Random): ChunkMemory {
  const memory = seal(values, timestamps);
  const count = values.length;
  const words = new Uint32Array(values.buffer);
  const times = timestamps ?? Float64Array.from({ length: count }, (_, i) => START + 15_000 * i);
  expect(chunkCount(memory, 16)).toBe(count);
  expect(chunkMinTime(memory, 16)).toBe(times[0]);
  expect(chunkMaxTime(memory, 16)).toBe(times[count - 1]);
  const ranges = [[0, count]];
  for (let k = 0; k < 6; k++) {
    const from = random.int(0, count - 1);
    ranges.push([from, random.int(from, count)]);
  }
  for (const [from, to] of ranges) {
    const outTimes = new Float64Array(to - from + 3).fill(-1);
    const outValues = new Float64Array(to - from + 3).fill(-1);
    const outStale = new Uint8Array(to - from + 3).fill(7);
    expect(decodeChunk(memory, 16, from, to, outTimes, outValues, outStale, 2)).toBe(to - from);
    const outWords = new Uint32Array(outValues.buffer);
    const hasStale = (chunkFlags(memory, 16) & CHUNK_HAS_STALE) !== 0;
    expect([outTimes[1], outValues[1], outStale[1]]).toEqual([-1, -1, 7]);
    expect([outTimes[to - from + 2], outValues[to - from + 2], outStale[to - from + 2]]).toEqual([-1, -1, 7]);
    for (let i = from; i < to; i++) {
      const o = i - from + 2;
      const stale = isStaleAt(words, i);
      if (outTimes[o] !== times[i]) expect([i, outTimes[o]]).toEqual([i, times[i]]);
      if (outStale[o] !== (hasStale ? Number(stale) : 7)) expect([i, outStale[o]]).toEqual([i, stale]);
      if (stale) continue;
      if (outWords[2 * o] !== words[2 * i] || outWords[2 * o + 1] !== words[2 * i + 1]) {
        expect([i, outValues[o], outWords[2 * o], outWords[2 * o + 1]]).toEqual([
          i,
          values[i],
          words[2 * i],
          words[2 * i + 1],
        ]);
      }
    }
  }
  for (let k = 0; k < 20; k++) {
    const i = k === 0 ? 0 : k === 1 ? count - 1 : random.int(0, count - 1);
    const stale = isStaleAt(words, i);
    expect(isStaleIndex(memory, 16, i)).toBe(stale);
    expect(valueAt(memory, 16, i)).toBe(stale ? NaN : values[i]);
    expect(timestampAt(memory, 16, i)).toBe(times[i]);
    expect(findSample(memory, 16, times[i])).toBe(i);
    expect(findSample(memory, 16, times[i] - 0.5)).toBe(i - 1);
    expect(findSample(memory, 16, times[i] + 0.5)).toBe(i);
  }
  expectSummary(memory, values);
  return memory;
}

function expectSummary(memory: ChunkMemory, values: Float64Array): void {
  const words = new Uint32Array(values.buffer);
  const live = [...values].filter((_, i) => !isStaleAt(words, i));
  const numbers = live.filter((value) => !Number.isNaN(value));
  expect(chunkMinValue(memory, 16)).toBe(numbers.length === 0 ? NaN : numbers.reduce((a, b) => (b < a ? b : a)));
  expect(chunkMaxValue(memory, 16)).toBe(numbers.length === 0 ? NaN : numbers.reduce((a, b) => (b > a ? b : a)));
  expect(chunkFirstValue(memory, 16)).toBe(live[0] ?? NaN);
  expect(chunkLastValue(memory, 16)).toBe(live.at(-1) ?? NaN);
  expect(chunkSum(memory, 16)).toBe(live.reduce((a, b) => a + b, 0));
  const reset = live.some((value, i) => i > 0 && value < live[i - 1]);
  expect((chunkFlags(memory, 16) & CHUNK_HAS_RESET) !== 0).toBe(reset);
}

/** Irregular, strictly ascending times. */
function jittered(random: Random, count: number, jitterMs: number, gapMs = 0): Float64Array {
  let offset = START;
  return Float64Array.from({ length: count }, (_, i) => {
    if (gapMs > 0 && random.next() < 0.05) offset += gapMs;
    return offset + 15_000 * i + random.int(0, jitterMs);
  });
}

describe('shapes of the data set', () => {
  it.each(COLUMN_SHAPES)('$name is held by $encoding, losslessly', ({ encoding, values }) => {
    const memory = expectLossless(values(seededRandom(7), 1_000), null, seededRandom(8));
    expect(chunkEncoding(memory, 16)).toEqual({ values: encoding, times: 'regular' });
    expect(chunkFlags(memory, 16) & CHUNK_IS_REGULAR).toBe(CHUNK_IS_REGULAR);
  });

  it('hits every value encoding', () => {
    expect(new Set(COLUMN_SHAPES.map(({ encoding }) => encoding))).toEqual(new Set(VALUE_CODECS.map((c) => c.name)));
  });

  it('takes no raw encoding only because samples are stale', () => {
    for (const { encoding, values } of COLUMN_SHAPES) {
      const column = values(seededRandom(7), 1_000);
      for (const i of [0, 1, 500, 701, 999]) writeStaleAt(new Uint32Array(column.buffer), i);
      const memory = expectLossless(column, null, seededRandom(9));
      if (encoding !== 'raw-f64') expect(chunkEncoding(memory, 16).values).not.toBe('raw-f64');
      if (encoding.startsWith('lane')) expect(chunkEncoding(memory, 16).values).toBe(encoding);
    }
  });
});

describe('adversarial values', () => {
  const special = [0, -0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 2 ** 53, -(2 ** 53), 0.1, 1e-9, 1];
  it('survive in any mixture', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 300; round++) {
      const kinds = random.int(1, 4);
      const palette = Array.from({ length: kinds }, () => random.pick(special));
      const column = Float64Array.from({ length: random.int(1, 300) }, () => random.pick(palette));
      const words = new Uint32Array(column.buffer);
      if (random.next() < 0.4) writeStaleAt(words, random.int(0, column.length - 1));
      if (random.next() < 0.4)
        words.set([random.int(0, 2 ** 32 - 1), 0x7ff80000], 2 * random.int(0, column.length - 1));
      expectLossless(column, null, random);
    }
  });

  it('random bits, random walks and random decimals survive with any times', () => {
    const random = seededRandom(4);
    for (let round = 0; round < 400; round++) {
      const count = random.pick([1, 2, 3, 127, 128, 129, 130, 257, 700]);
      const column = new Float64Array(count);
      const kind = random.int(0, 3);
      const magnitude = 10 ** random.int(0, 13);
      const factor = random.pick([1, 7, 1_000, 4_096]);
      const decimals = 10 ** random.int(0, 9);
      let walk = random.int(-magnitude, magnitude);
      for (let i = 0; i < count; i++) {
        walk += random.int(-magnitude / 100, magnitude / 50);
        if (random.next() < 0.01) walk = random.int(-magnitude, magnitude);
        if (kind === 0) column[i] = (walk * factor) / decimals;
        if (kind === 1) column[i] = walk * factor * (1 / decimals);
        if (kind === 2) column[i] = random.next() * magnitude;
      }
      const words = new Uint32Array(column.buffer);
      if (kind === 3) for (let i = 0; i < words.length; i++) words[i] = random.int(0, 2 ** 32 - 1);
      if (random.next() < 0.3) for (let k = 0; k < 3; k++) writeStaleAt(words, random.int(0, count - 1));
      const times = random.pick([null, jittered(random, count, 0), jittered(random, count, 200, 60_000)]);
      expectLossless(column, times, random);
    }
  });

  it('a column of stale markers only', () => {
    const column = new Float64Array(70);
    for (let i = 0; i < 70; i++) writeStaleAt(new Uint32Array(column.buffer), i);
    const memory = expectLossless(column, null, seededRandom(1));
    expect(chunkEncoding(memory, 16).values).toBe('constant');
  });
});

describe('timestamps', () => {
  const random = seededRandom(5);
  const values = Float64Array.from({ length: 500 }, (_, i) => i % 7);
  it.each([
    ['regular', jittered(random, 500, 0)],
    ['slack-8', jittered(random, 500, 100)],
    ['slack-16', jittered(random, 500, 14_000)],
    ['slack-32', jittered(random, 500, 14_000, 3_600_000)],
    ['raw-times', jittered(random, 500, 0).map((t) => t + random.next() * 0.4)],
    ['raw-times', jittered(random, 500, 0, 5e11)],
  ])('%s', (name, times) => {
    expect(chunkEncoding(expectLossless(values, times, random), 16).times).toBe(name);
  });

  it('hits every time encoding', () => {
    expect(TIME_CODECS.map((codec) => codec.name)).toEqual(['regular', 'slack-8', 'slack-16', 'slack-32', 'raw-times']);
  });

  it('refuses times that do not ascend', () => {
    const times = Float64Array.of(START, START + 1, START + 1);
    expect(() => encoder.plan(times, 0, 0, values, 0, 3)).toThrow(
      /^BUG: timestamps of a chunk must ascend; got .* and/,
    );
  });
});

it('packs chunks one after another, each readable by its offset', () => {
  const random = seededRandom(6);
  const memory = createChunkMemory(new SharedArrayBuffer(200_000));
  const offsets: number[] = [];
  const columns = COLUMN_SHAPES.map(({ values }) => values(random, 400));
  let at = 0;
  for (const column of columns) {
    const length = encoder.plan(null, START, 1_000, column, 100, 300);
    offsets.push(at);
    at += encoder.write(memory, at);
    expect(at - (offsets.at(-1) as number)).toBe(length);
  }
  const out = new Float64Array(200);
  columns.forEach((column, k) => {
    decodeChunk(memory, offsets[k], 0, 200, null, out, null, 0);
    expect(out).toEqual(column.subarray(100, 300));
    expect(timestampAt(memory, offsets[k], 10)).toBe(START + 10_000);
  });
});

it('refuses a region that is too small', () => {
  encoder.plan(null, START, 1_000, Float64Array.of(1, 2.5, Math.PI), 0, 3);
  expect(() => encoder.write(createChunkMemory(new ArrayBuffer(64)), 0)).toThrow(/^BUG: no room for a chunk of/);
});
