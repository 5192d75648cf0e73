import { seededRandom } from '@chimera/testing';
import { expect, it } from 'vitest';
import { nanosToMillis } from './nanos.ts';

it('divides as 64-bit integers do', () => {
  const random = seededRandom(1);
  for (let i = 0; i < 2_000; i++) {
    const low = random.pick([0, 1, 999_999, 1_000_000, 0xffffffff, random.int(0, 0xffffffff)]);
    const high = random.pick([0, 1, 0xffffffff, random.int(0, 0xffffffff), 410_000_000]);
    const exact = ((BigInt(high) << 32n) | BigInt(low)) / 1_000_000n;
    expect(nanosToMillis(low, high)).toBe(Number(exact));
  }
});
