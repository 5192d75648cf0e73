import { type Labels, labelsFrom, METRIC_NAME } from '@chimera/tsdb-model';
import { AppendCounts } from '@chimera/tsdb-storage';
import { appendWords, readAll, seriesRef } from '@chimera/tsdb-storage/contract';
import { expect, test } from 'vitest';
import { createHead } from './index.ts';

const NOW = 1_700_000_000_000;
const now = (): number => NOW;

test.each<[string, Labels, string, string?]>([
  ['no metric name', ['job', 'a'], 'no metric name; set the label __name__'],
  ['a name alone', [METRIC_NAME], 'a label without a value'],
  ['an empty name', ['', 'x', METRIC_NAME, 'up'], 'an empty label name'],
  ['an empty value', [METRIC_NAME, 'up', 'job', ''], 'label "job" has an empty value'],
  ['the same name twice', [METRIC_NAME, 'up', 'job', 'a', 'job', 'b'], 'label "job" occurs twice'],
  ['unsorted names', [METRIC_NAME, 'up', 'z', 'a', 'job', 'b'], 'label "job" comes after "z"'],
  ['half a surrogate pair', [METRIC_NAME, 'up', 'job', '\ud800'], 'label "job" is not valid Unicode'],
  ['a NUL in a name', [METRIC_NAME, 'up', 'j\u0000b', 'a'], 'holds a NUL character'],
  [
    'too many labels',
    [METRIC_NAME, 'up', 'a', '1', 'b', '2', 'c', '3'],
    '4 labels, more than the limit of 3',
    'too_many_labels',
  ],
  [
    'a long name',
    [METRIC_NAME, 'up', 'n'.repeat(33), 'a'],
    'has 33 bytes, more than the limit of 32',
    'label_name_too_long',
  ],
  [
    'a long value',
    [METRIC_NAME, 'up', 'job', '€'.repeat(22)],
    'has a value of 66 bytes, more than the limit of 64',
    'label_value_too_long',
  ],
])('labels are refused: %s', (_, labels, message, reason = 'invalid_labels') => {
  const head = createHead({ now, maxLabels: 3, maxLabelNameBytes: 32, maxLabelValueBytes: 64 });
  const refused = head.series(labels);
  expect(refused).toMatchObject({ reason });
  expect((refused as { message: string }).message).toContain(message);
  expect(head.stats().series).toBe(0);
});

test('label names and values of any script are kept', async () => {
  const head = createHead({ now });
  const labels = { __name__: 'température.intérieure', 'größe 1': '\ufeff東京 🏯', zz: 'a"b\\c\n' };
  appendWords(head, seriesRef(head, labels), [[NOW, 1]]);
  const found = await readAll(head, [{ name: 'größe 1', type: '!=', value: '' }], NOW, NOW);
  expect(found.labels).toEqual([labelsFrom(labels)]);
});

test('series over the limit are refused, known ones go on', () => {
  const head = createHead({ now, maxSeries: 2 });
  const first = seriesRef(head, { __name__: 'a' });
  seriesRef(head, { __name__: 'b' });
  expect(head.series([METRIC_NAME, 'c'])).toMatchObject({
    reason: 'series_limit',
    message: expect.stringContaining('2'),
  });
  expect(head.series([METRIC_NAME, 'a'])).toBe(first);
  expect(appendWords(head, first, [[NOW, 1]]).accepted).toBe(1);
});

test('samples out of bounds are counted by reason', () => {
  const head = createHead({ now, retentionMs: 3_600_000, outOfOrderWindowMs: 60_000, futureToleranceMs: 5_000 });
  const ref = seriesRef(head, { __name__: 'up' });
  const counts = appendWords(head, ref, [
    [NOW - 3_600_001, 1],
    [Number.NaN, 1],
    [NOW - 3_600_000, 1],
    [NOW + 5_001, 1],
    [NOW + 5_000, 1],
    [NOW - 55_000, 1],
    [NOW - 55_001, 1],
    [NOW - 3_600_000, 1],
    [NOW - 3_600_000, 2],
  ]);
  expect(counts.accepted).toBe(4);
  expect(Object.fromEntries(counts.byReason)).toEqual({
    too_old: 2,
    too_new: 1,
    out_of_order: 1,
    duplicate_timestamp: 1,
  });
  expect(counts.firstRejection?.message).toMatch(
    new RegExp(`^sample at ${NOW - 3_600_001} ms \\(2.*Z\\) is older than the retention of 1h; .*--retention$`),
  );
});

test('infinity is not a time, even without limits', () => {
  const any = Number.POSITIVE_INFINITY;
  const head = createHead({ now, retentionMs: any, futureToleranceMs: any, outOfOrderWindowMs: any });
  const counts = appendWords(head, seriesRef(head, { __name__: 'up' }), [
    [Number.POSITIVE_INFINITY, 1],
    [Number.NEGATIVE_INFINITY, 1],
    [-5_000, 1],
    [0, 1],
    [8_640_000_000_000_000, 1],
  ]);
  expect(counts.accepted).toBe(3);
  expect(Object.fromEntries(counts.byReason)).toEqual({ too_new: 1, too_old: 1 });
});

test('a long column that is partly out of bounds loses only that part', () => {
  const head = createHead({ now, retentionMs: 100_000 });
  const counts = new AppendCounts();
  head.appendRegular(seriesRef(head, { __name__: 'up' }), NOW - 150_000, 1_000, new Float64Array(300), 0, 300, counts);
  expect(counts.accepted).toBe(250);
  expect(Object.fromEntries(counts.byReason)).toEqual({ too_old: 50 });
});

test('a long column sent twice is accepted twice and stored once', () => {
  const head = createHead({ now });
  const counts = new AppendCounts();
  const values = Float64Array.from({ length: 3_000 }, (_, i) => i % 7);
  for (let i = 0; i < 2; i++) {
    head.appendRegular(seriesRef(head, { __name__: 'up' }), NOW - 3_000_000, 1_000, values, 0, 3_000, counts);
  }
  expect(counts.accepted).toBe(6_000);
  expect(head.stats().samplesStored).toBe(3_000);
});

test('a ref that is not live is a bug to append to', () => {
  const head = createHead({ now });
  expect(head.isLive(0)).toBe(false);
  expect(() => appendWords(head, 0, [[NOW, 1]])).toThrow('BUG: append to series ref 0');
});
