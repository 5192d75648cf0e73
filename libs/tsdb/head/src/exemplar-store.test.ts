import { labelsFrom } from '@chimera/tsdb-model';
import { expect, it } from 'vitest';
import { ExemplarStore } from './exemplar-store.ts';
import { createHead } from './index.ts';

const ALL = { minMs: -Infinity, maxMs: Infinity };
const of = (timestampMs: number, value = 1, trace = 't') => ({ labels: ['trace_id', trace], value, timestampMs });
const named = (name: string) => () => labelsFrom({ __name__: name });
const M = [[{ name: '__name__', type: '=~', value: '.+' }]] as const;
const timesOf = (store: ExemplarStore, range = ALL) =>
  store.query(M, range).map(({ seriesLabels, exemplars }) => [seriesLabels[1], ...exemplars.map((e) => e.timestampMs)]);

it('keeps exemplars in order of time, each once', () => {
  const store = new ExemplarStore(100, 10);
  for (const t of [5, 3, 9, 3, 5, 7]) expect(store.append(1, of(t), named('a'))).toBeNull();
  expect(store.append(1, of(5, 2), named('a'))).toBeNull();
  store.append(2, of(4), named('b'));
  expect(timesOf(store)).toEqual([
    ['a', 3, 5, 5, 7, 9],
    ['b', 4],
  ]);
  expect(timesOf(store, { minMs: 4, maxMs: 5 })).toEqual([
    ['a', 5, 5],
    ['b', 4],
  ]);
  expect(store.query([[{ name: '__name__', type: '=', value: 'b' }]], ALL)).toEqual([
    { seriesLabels: ['__name__', 'b'], exemplars: [of(4)] },
  ]);
  expect(store.size).toBe(6);
});

it('is bounded per series and in all: the series that waited longest pays', () => {
  const store = new ExemplarStore(5, 3);
  for (const t of [1, 2, 3, 4]) store.append(1, of(t), named('a'));
  expect(timesOf(store)).toEqual([['a', 2, 3, 4]]);
  expect(store.append(1, of(1), named('a'))).toMatchObject({ reason: 'out_of_order' });
  for (const t of [1, 2]) store.append(2, of(t), named('b'));
  store.append(3, of(1), named('c'));
  store.append(1, of(5), named('a'));
  store.append(4, of(1), named('d'));
  expect(timesOf(store)).toEqual([
    ['a', 3, 4, 5],
    ['c', 1],
    ['d', 1],
  ]);
  expect(store.size).toBe(5);
});

it('refuses labels over the limit of OpenMetrics', () => {
  const store = new ExemplarStore(5, 3);
  expect(store.append(1, of(1, 1, 'é'.repeat(120)), named('a'))).toBeNull();
  expect(store.append(1, of(2, 1, 'x'.repeat(121)), named('a'))?.message).toBe(
    'exemplar labels of 129 characters, 128 are allowed; send fewer or shorter ones',
  );
  expect(store.append(1, of(NaN), named('a'))?.message).toContain('without a time');
});

it('the head keeps them while they are young enough, and forgets them when cleared', () => {
  let now = 1_000_000;
  const head = createHead({ now: () => now, retentionMs: 60_000 });
  const ref = head.series(labelsFrom({ __name__: 'a', job: 'x' })) as number;
  expect(head.appendExemplar?.(ref, of(now - 1))).toBeNull();
  expect(head.appendExemplar?.(ref, of(now + 50_000))).toBeNull();
  expect(head.queryExemplars(M, ALL)).toEqual([
    { seriesLabels: ['__name__', 'a', 'job', 'x'], exemplars: [of(now - 1), of(now + 50_000)] },
  ]);
  now += 61_000;
  head.maintain(now);
  expect(head.queryExemplars(M, ALL)[0]?.exemplars).toHaveLength(1);
  expect(head.exemplarCount()).toBe(1);
  head.clear();
  expect(head.queryExemplars(M, ALL)).toEqual([]);
});
