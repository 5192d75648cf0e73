import { seededRandom } from '@chimera/testing';
import { writeStaleAt } from '@chimera/tsdb-model';
import { expect, it } from 'vitest';
import { decodeXor } from '../read.oracle.ts';
import { XorChunkEncoder } from './xor-chunk.ts';

const encoder = new XorChunkEncoder();

function roundTrip(times: number[], values: Float64Array): void {
  const words = new Uint32Array(values.buffer);
  const bits = new BigUint64Array(values.buffer);
  const data = encoder.encode(Float64Array.from(times), words, 0, times.length);
  expect(decodeXor(data)).toEqual(times.map((time, i) => [time, bits[i]]));
}

it('samples of many shapes come back bit for bit', () => {
  const random = seededRandom(17);
  for (let round = 0; round < 400; round++) {
    const count = random.int(1, 150);
    const jitter = random.pick([0, 1, 100, 70_000, 400_000, 3_000_000_000]);
    const times: number[] = [];
    let time = random.pick([0, -5_000_000, 1_760_000_000_000, 2 ** 45]);
    for (let i = 0; i < count; i++) {
      times.push(time);
      time += 15_000 + random.int(0, jitter);
    }
    const shape = random.int(0, 4);
    const values = Float64Array.from(times, (_, i) => {
      if (shape === 0) return 42;
      if (shape === 1) return i;
      if (shape === 2) return random.next();
      return random.pick([0, -0, 1, Infinity, -1e300, 5e-324, NaN, random.next() * 2 ** random.int(-60, 60)]);
    });
    if (shape === 4) writeStaleAt(new Uint32Array(values.buffer), random.int(0, count - 1));
    roundTrip(times, values);
  }
});

it('the borders of the step changes', () => {
  for (const bits of [14, 17, 20]) {
    const half = 2 ** (bits - 1);
    for (const change of [half - 1, half, half + 1, 1 - half, -half, -half - 1]) {
      const step = 10_000_000;
      roundTrip([0, step, 2 * step + change, 3 * step + change], Float64Array.of(1, 2, 3, 4));
    }
  }
});

it('the borders of the windows of bits', () => {
  const bits = [0n, 1n, 1n << 63n, (1n << 64n) - 1n, 1n << 32n, 1n << 31n, 0xffffffffn, 3n << 31n, 0n, 1n << 33n, 2n];
  const values = new Float64Array(BigUint64Array.from(bits).buffer);
  roundTrip(
    bits.map((_, i) => i * 1_000),
    values,
  );
});

it('the bytes that Prometheus writes', () => {
  // From Prometheus' own encoder (tsdb/chunkenc 0.315): 1 at 1000, 2.5 at 16000, 2.5 at 31000, 7 at 47001.
  const data = encoder.encode(
    Float64Array.of(1_000, 16_000, 31_000, 47_001),
    new Uint32Array(Float64Array.of(1, 2.5, 2.5, 7).buffer),
    ...([0, 4] as [number, number]),
  );
  expect(Buffer.from(data).toString('hex')).toBe('0004d00f3ff00000000000009875c26fff483e9800c0');
});
