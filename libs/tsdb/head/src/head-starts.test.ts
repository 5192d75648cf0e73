import { AppendCounts, type Querier, SampleBuffer } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createHead, type Head } from './index.ts';

const EVERYTHING = { minMs: 0, maxMs: 1e15 };

function seriesOf(head: Head, name: string): number {
  return head.series(['__name__', name]) as number;
}

function append(head: Head, ref: number, ...times: number[]): void {
  head.append(ref, Float64Array.from(times), Float64Array.from(times), 0, times.length, new AppendCounts());
}

async function starts(
  querier: Querier,
  name: string,
  range = EVERYTHING,
): Promise<(readonly [number, number])[] | null> {
  const set = await querier.select([{ name: '__name__', type: '=', value: name }], range);
  const out = new SampleBuffer(4);
  set.read(0, range, out);
  const { timestamps, startTimestamps, count } = out;
  if (startTimestamps === null) return null;
  return Array.from({ length: count }, (_, i) => [timestamps[i] as number, startTimestamps[i] as number] as const);
}

function newHead(): Head {
  return createHead({ now: () => 1_000_000, retentionMs: 500_000 });
}

test('samples have the start timestamps that were set for them, in any order, the last word winning', async () => {
  const head = newHead();
  const ref = seriesOf(head, 'a');
  append(head, ref, 600_000, 610_000, 620_000, 630_000);
  append(head, seriesOf(head, 'b'), 600_000);
  head.setStartTimestamp(ref, 620_000, 5);
  head.setStartTimestamp(ref, 600_000, 4);
  head.setStartTimestamp(ref, 620_000, 6);
  head.setStartTimestamp(ref, 625_000, 7);
  const querier = head.querier();
  expect(await starts(querier, 'a')).toEqual([
    [600_000, 4],
    [610_000, 0],
    [620_000, 6],
    [630_000, 0],
  ]);
  expect(await starts(querier, 'a', { minMs: 605_000, maxMs: 615_000 })).toBe(null);
  expect(await starts(querier, 'b')).toBe(null);
  querier.close();
});

test('ten thousand of them, and an open querier keeps what it had', async () => {
  const head = newHead();
  const ref = seriesOf(head, 'a');
  const times = Array.from({ length: 10_000 }, (_, i) => 600_000 + 10 * i);
  append(head, ref, ...times);
  for (const t of times) head.setStartTimestamp(ref, t, t - 5);
  const querier = head.querier();
  const expected = times.map((t) => [t, t - 5]);
  expect(await starts(querier, 'a')).toEqual(expected);
  const set = await querier.select([{ name: '__name__', type: '=', value: 'a' }], EVERYTHING);
  head.clear();
  const out = new SampleBuffer();
  set.read(0, EVERYTHING, out);
  expect(out.startTimestamps?.[9_999]).toBe((times[9_999] as number) - 5);
  querier.close();
});

test('they go with their samples, and with their series', async () => {
  const head = newHead();
  const ref = seriesOf(head, 'a');
  append(head, ref, 600_000, 610_000);
  head.setStartTimestamp(ref, 600_000, 1);
  head.setStartTimestamp(ref, 610_000, 2);
  expect(head.stats().bytesByPart.starts).toBeGreaterThan(0);
  head.maintain(1_200_000);
  expect(head.stats().bytesByPart.starts).toBe(0);
  append(head, seriesOf(head, 'a'), 900_000);
  head.setStartTimestamp(seriesOf(head, 'a'), 900_000, 3);
  head.clear();
  expect(head.stats().bytesByPart.starts).toBe(0);
  append(head, seriesOf(head, 'c'), 900_000);
  const querier = head.querier();
  expect(await starts(querier, 'c')).toBe(null);
  querier.close();
});
