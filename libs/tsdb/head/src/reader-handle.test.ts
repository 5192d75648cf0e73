import { setTimeout as wait } from 'node:timers/promises';
import type { Matcher } from '@chimera/tsdb-model';
import { AppendCounts, SampleBuffer } from '@chimera/tsdb-storage';
import { appendWords, readAll, seriesRef } from '@chimera/tsdb-storage/contract';
import { expect, test } from 'vitest';
import { createHead, openReader } from './index.ts';
import { JOURNAL_ENTRIES, READER_SLOTS } from './layout.ts';

const NOW = 1_700_000_000_000;
const ALL: readonly Matcher[] = [{ name: '__name__', type: '=~', value: '.+' }];

test('a reader learns of memory and series that came after it', async () => {
  const head = createHead({ now: () => NOW });
  const reader = openReader(head.readerPort());
  expect((await readAll(reader, ALL, 0, NOW)).labels).toEqual([]);
  const values = Float64Array.from({ length: 10_000 }, (_, i) => Math.sin(i));
  for (let n = 0; n < 100; n++) {
    const ref = seriesRef(head, { __name__: 'm', n: String(n) });
    head.appendRegular(ref, NOW - 10_000_000, 1_000, values, 0, 10_000, new AppendCounts());
  }
  expect(head.stats().totalBytes).toBeGreaterThan(4 * 1024 * 1024);
  const { samples } = await readAll(reader, ALL, 0, NOW);
  expect(samples.length).toBe(100);
  for (const list of samples) expect(list.map(([, value]) => value)).toEqual([...values]);
  reader.close();
});

test('a reader that missed more than the journal holds starts again', async () => {
  let now = NOW;
  const head = createHead({ now: () => now, retentionMs: 1_000, emptySeriesGraceMs: 0 });
  const reader = openReader(head.readerPort());
  appendWords(head, seriesRef(head, { __name__: 'first' }), [[now, 1]]);
  expect((await readAll(reader, ALL, 0, now)).labels.length).toBe(1);
  for (let round = 0; round < 3; round++) {
    now += 10_000;
    for (let n = 0; n < JOURNAL_ENTRIES / 4; n++) {
      appendWords(head, seriesRef(head, { __name__: 'churn', n: `${round}-${n}` }), [[now, 1]]);
    }
    head.maintain();
  }
  const { labels } = await readAll(reader, ALL, 0, now);
  expect(labels.length).toBe(JOURNAL_ENTRIES / 4);
  expect(labels.every((set) => set[3]?.startsWith('2-'))).toBe(true);
  reader.close();
});

test('a slot that is used again shows the new labels', async () => {
  let now = NOW;
  const head = createHead({ now: () => now, retentionMs: 1_000, emptySeriesGraceMs: 0 });
  const reader = openReader(head.readerPort());
  for (let round = 0; round < 5; round++) {
    appendWords(head, seriesRef(head, { __name__: 'm', round: String(round) }), [[now, round]]);
    const { labels, samples } = await readAll(reader, ALL, 0, now);
    expect(labels).toEqual([['__name__', 'm', 'round', String(round)]]);
    expect(samples).toEqual([[[now, round]]]);
    now += 10_000;
    head.maintain();
  }
  reader.close();
});

test('a series set reads the samples of its time, whatever becomes of the series', async () => {
  let now = NOW;
  const head = createHead({ now: () => now, retentionMs: 1_000_000, emptySeriesGraceMs: 0 });
  const reader = openReader(head.readerPort());
  const values = Float64Array.from({ length: 2_000 }, (_, i) => Math.sin(i));
  const ref = seriesRef(head, { __name__: 'old' });
  head.appendRegular(ref, NOW - 400_000, 200, values, 0, 2_000, new AppendCounts());
  appendWords(head, ref, [[NOW, 7]]);
  const querier = reader.querier();
  const set = await querier.select(ALL, { minMs: 0, maxMs: now });
  now += 10_000_000;
  head.maintain();
  expect(head.isLive(ref)).toBe(false);
  appendWords(head, seriesRef(head, { __name__: 'new' }), [[now, 2]]);
  for (let n = 0; n < 50; n++) {
    head.appendRegular(
      seriesRef(head, { __name__: 'more', n: String(n) }),
      now - 400_000,
      200,
      values.map(Math.cos),
      0,
      2_000,
      new AppendCounts(),
    );
  }
  const buffer = new SampleBuffer();
  set.read(0, { minMs: 0, maxMs: now }, buffer);
  expect([...buffer.values.subarray(0, buffer.count)]).toEqual([...values, 7]);
  head.clear();
  set.read(0, { minMs: 0, maxMs: now }, buffer);
  expect([...buffer.values.subarray(0, buffer.count)]).toEqual([...values, 7]);
  expect(head.stats().limboBytes).toBeGreaterThan(15_000);
  querier.close();
  head.maintain();
  expect(head.stats().limboBytes).toBe(0);
  reader.close();
});

test('slots are limited, and come back when a reader closes', async () => {
  const head = createHead({ now: () => NOW });
  const handles = Array.from({ length: READER_SLOTS - 1 }, () => head.readerPort());
  expect(() => head.readerPort()).toThrow('BUG: more than 63 readers');
  openReader(handles[5] as (typeof handles)[number]).close();
  for (let i = 0; i < 100; i++) await wait(1);
  expect(head.readerPort().slot).toBe(handles[5]?.slot);
  const gone = handles[7] as (typeof handles)[number];
  head.releaseReader(gone);
  const next = head.readerPort();
  expect(next.slot).toBe(gone.slot);
  // The old handle has no power over the new reader.
  const reader = openReader(next);
  const querier = reader.querier();
  head.releaseReader(gone);
  expect(() => head.readerPort()).toThrow('BUG: more than 63 readers');
  querier.close();
  for (const { port } of handles) port.close();
});

test('a querier that is closed twice, or after its reader, does no harm', () => {
  const head = createHead({ now: () => NOW });
  const reader = openReader(head.readerPort());
  const first = reader.querier();
  const second = reader.querier();
  first.close();
  first.close();
  appendWords(head, seriesRef(head, { __name__: 'm' }), [[NOW, 1]]);
  reader.close();
  second.close();
  expect(() => reader.querier()).toThrow('BUG: a querier is opened on a closed reader');
});
