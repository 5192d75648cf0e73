import { expect, test } from 'vitest';
import { fuzzBriefly } from './fuzz-briefly.ts';
import { fuzzInputs } from './fuzz-inputs.ts';
import type { FuzzTarget } from './fuzz-target.ts';

/** Takes texts that begin with "ok"; `bug` is thrown by it when it meets one of 20 or more bytes. */
function target(bug: Error | null): FuzzTarget {
  return {
    name: 'example',
    says: 'an example',
    corpus: () => [Buffer.from('ok, fine')],
    hostile: () => [Buffer.from('no')],
    open: () => ({
      run: (input) => {
        if (bug !== null && input.length >= 20) throw bug;
        return Buffer.from(input.subarray(0, 2)).toString() === 'ok' ? 'accepted' : 'refused';
      },
    }),
  };
}

test('inputs are known by seed and number, the own ones first', () => {
  const [one, same, other] = [fuzzInputs(target(null), 1), fuzzInputs(target(null), 1), fuzzInputs(target(null), 2)];
  expect(Buffer.from(one(0)).toString()).toBe('ok, fine');
  expect(Buffer.from(one(1)).toString()).toBe('no');
  const numbers = Array.from({ length: 200 }, (_, i) => i + 2);
  expect(numbers.map(one)).toEqual(numbers.map(same).map((bytes) => Uint8Array.from(bytes)));
  expect(numbers.map(one)).not.toEqual(numbers.map(other));
  const distinct = new Set(numbers.map((index) => Buffer.from(one(index)).toString('hex')));
  expect(distinct.size).toBeGreaterThan(150);
});

test('a short run counts verdicts', async () => {
  const { accepted, refused } = await fuzzBriefly(target(null));
  expect(accepted).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(100);
});

test('a bug is reported with its input', async () => {
  await expect(fuzzBriefly(target(new Error('boom')))).rejects.toThrow(
    /example threw on input \d+ of seed 1, \d+ bytes, base64 .*: Error: boom/,
  );
});

test('own inputs must be accepted or refused as they are said to be', async () => {
  const wrong: FuzzTarget = { ...target(null), hostile: () => [Buffer.from('ok')] };
  await expect(fuzzBriefly(wrong)).rejects.toThrow('example: its own input 1 is accepted, and must be refused');
});
