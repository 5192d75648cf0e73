import { type Random, seededRandom } from '@chimera/testing';
import {
  compareStrings,
  compileMatcher,
  type Labels,
  labelNames,
  labelsFrom,
  labelValue,
  type Matcher,
} from '@chimera/tsdb-model';
import { describe, expect, it } from 'vitest';
import { PostingsIndex } from './postings-index.ts';

function indexOf(...series: Record<string, string>[]): PostingsIndex {
  const index = new PostingsIndex();
  series.forEach((labels, ref) => {
    index.add(ref, labelsFrom(labels));
  });
  return index;
}

function select(index: PostingsIndex, ...matchers: [string, Matcher['type'], string][]): number[] {
  return [...index.select(matchers.map(([name, type, value]) => compileMatcher({ name, type, value })))];
}

describe('matchers, as Prometheus reads them', () => {
  const index = indexOf({ n: '1' }, { n: '1', i: 'a' }, { n: '1', i: 'b' }, { n: '2' }, { n: '2.5' });
  it.each<[[string, Matcher['type'], string][], number[]]>([
    [[], [0, 1, 2, 3, 4]],
    [[['n', '=', '1']], [0, 1, 2]],
    [
      [
        ['n', '=', '1'],
        ['i', '=', 'a'],
      ],
      [1],
    ],
    [
      [
        ['n', '=', '1'],
        ['i', '=', 'missing'],
      ],
      [],
    ],
    [[['missing', '=', '']], [0, 1, 2, 3, 4]],
    [[['missing', '!=', '']], []],
    [[['missing', '!=', 'x']], [0, 1, 2, 3, 4]],
    [[['n', '!=', '1']], [3, 4]],
    [[['i', '!=', '']], [1, 2]],
    [[['i', '=', '']], [0, 3, 4]],
    [[['i', '!=', 'a']], [0, 2, 3, 4]],
    [
      [
        ['n', '=', '1'],
        ['i', '!=', 'a'],
      ],
      [0, 2],
    ],
    [[['n', '=~', '^1$']], [0, 1, 2]],
    [[['n', '=~', '2.*']], [3, 4]],
    [[['i', '=~', 'a?']], [0, 1, 3, 4]],
    [[['i', '=~', '']], [0, 3, 4]],
    [[['i', '=~', '.*']], [0, 1, 2, 3, 4]],
    [[['i', '=~', '.+']], [1, 2]],
    [[['i', '!~', '.+']], [0, 3, 4]],
    [[['i', '!~', '.*']], []],
    [[['i', '!~', '']], [1, 2]],
    [[['i', '!~', '|a']], [2]],
    [[['i', '=~', 'a|']], [0, 1, 3, 4]],
    [[['i', '=~', 'a|b|c']], [1, 2]],
    [[['i', '!~', 'a|b']], [0, 3, 4]],
    [
      [
        ['n', '!=', ''],
        ['n', '!~', '2.*'],
        ['i', '=~', '[ab]'],
      ],
      [1, 2],
    ],
  ])('%j', (matchers, expected) => {
    expect(select(index, ...matchers)).toEqual(expected);
  });

  it('the answer is a copy', () => {
    const refs = index.select([]);
    refs.fill(0);
    expect(select(index)).toEqual([0, 1, 2, 3, 4]);
  });
});

it('lists label names and values, sorted by code point', () => {
  const index = indexOf({ a: 'x', b: 'é' }, { a: 'X' }, { c: 'z', a: '1' });
  expect(index.labelNames(null)).toEqual(['a', 'b', 'c']);
  expect(index.labelNames(Uint32Array.of(1))).toEqual(['a']);
  expect(index.labelValues('a', null)).toEqual(['1', 'X', 'x']);
  expect(index.labelValues('a', Uint32Array.of(0, 2))).toEqual(['1', 'x']);
  expect(index.labelValues('c', Uint32Array.of(0, 1))).toEqual([]);
  expect(index.labelValues('missing', null)).toEqual([]);
});

it('forgets removed series, their values and their names', () => {
  const index = indexOf({ a: '1', only: 'x' }, { a: '1' }, { a: '2' });
  expect(select(index, ['a', '=~', '[12]'])).toEqual([0, 1, 2]);
  index.remove([0, 2, 99]);
  expect(index.size).toBe(1);
  expect(select(index, ['a', '=~', '[12]'])).toEqual([1]);
  expect(index.labelNames(null)).toEqual(['a']);
  expect(index.labelValues('a', null)).toEqual(['1']);
  expect(index.has(0)).toBe(false);
  index.add(0, labelsFrom({ a: '3' }));
  expect(select(index, ['a', '!=', ''])).toEqual([0, 1]);
  expect(() => index.add(1, [])).toThrow('BUG: series 1 is already in the index');
});

it('sees a new value through a cached pattern', () => {
  const index = indexOf({ a: 'v1' }, { a: 'w' });
  expect(select(index, ['a', '=~', 'v[0-9]'])).toEqual([0]);
  index.add(2, labelsFrom({ a: 'v2' }));
  expect(select(index, ['a', '=~', 'v[0-9]'])).toEqual([0, 2]);
});

it('counts what makes the most series', () => {
  const index = indexOf({ __name__: 'up', i: '1' }, { __name__: 'up', i: '22' }, { __name__: 'down', i: '1' });
  expect(index.cardinality(2)).toEqual({
    seriesCount: 3,
    labelPairCount: 4,
    seriesByMetricName: [
      { name: 'up', value: 2 },
      { name: 'down', value: 1 },
    ],
    valuesByLabelName: [
      { name: '__name__', value: 2 },
      { name: 'i', value: 2 },
    ],
    bytesByLabelName: [
      { name: '__name__', value: 6 },
      { name: 'i', value: 3 },
    ],
    seriesByLabelPair: [
      { name: '__name__=up', value: 2 },
      { name: 'i=1', value: 2 },
    ],
  });
});

describe('against a filter over all series', () => {
  const NAMES = ['__name__', 'a', 'b', 'c'];
  const VALUES = ['', 'x', 'y', 'z', 'xx', 'xy', 'long-1', 'long-2'];
  const PATTERNS = ['x|y', 'x.*', 'x.+', '.*y', '', 'x?', 'long-[12]', 'x|', '.+', '.*', '(x|z)', 'nothing.*', 'x'];

  function randomLabels(random: Random): Labels {
    const pairs: [string, string][] = NAMES.map((name) => [name, random.pick(VALUES)]);
    if (random.next() < 0.5) pairs.push(['unique', String(random.int(0, 10_000))]);
    return labelsFrom(pairs);
  }

  function randomMatcher(random: Random): Matcher {
    const name = random.pick([...NAMES, 'unique', 'absent']);
    const type = random.pick(['=', '!=', '=~', '!~'] as const);
    return { name, type, value: random.pick(type.endsWith('~') ? PATTERNS : VALUES) };
  }

  it('agrees while series come and go', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 12; round++) {
      const index = new PostingsIndex();
      const series = new Map<number, Labels>();
      for (let k = 0; k < 60; k++) {
        for (let n = random.int(0, 40); n > 0; n--) {
          const ref = random.next() < 0.9 ? series.size * 3 + 5_000 * round : random.int(0, 200_000);
          if (index.has(ref)) continue;
          const labels = randomLabels(random);
          index.add(ref, labels);
          series.set(ref, labels);
        }
        if (random.next() < 0.2) {
          const gone = [...series.keys()].filter(() => random.next() < 0.2);
          index.remove(gone);
          for (const ref of gone) series.delete(ref);
        }
        const matchers = Array.from({ length: random.int(0, 4) }, () => compileMatcher(randomMatcher(random)));
        const expected = [...series]
          .filter(([, labels]) => matchers.every((m) => m.matches(labelValue(labels, m.matcher.name))))
          .map(([ref]) => ref)
          .sort((a, b) => a - b);
        const selected = index.select(matchers);
        expect([...selected], JSON.stringify(matchers.map((m) => m.matcher))).toEqual(expected);
        const labels = expected.map((ref) => series.get(ref) as Labels);
        expect(index.labelNames(selected)).toEqual([...new Set(labels.flatMap(labelNames))].sort(compareStrings));
        const values = new Set(labels.map((set) => labelValue(set, 'a')).filter((value) => value !== ''));
        expect(index.labelValues('a', selected)).toEqual([...values].sort(compareStrings));
        expect(index.size).toBe(series.size);
      }
    }
  });
});
