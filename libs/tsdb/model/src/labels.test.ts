import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import {
  compareLabels,
  compareStrings,
  dropMetricName,
  equalLabels,
  formatLabels,
  keepLabels,
  labelsFrom,
  labelsKey,
  labelsKeyOn,
  labelsKeyWithout,
  labelValue,
  metricName,
  withLabel,
} from './index.ts';

const up = labelsFrom({ job: 'api', __name__: 'up', empty: '', instance: 'a:1' });

test('labels are sorted by name, empty values are absent', () => {
  expect(up).toEqual(['__name__', 'up', 'instance', 'a:1', 'job', 'api']);
  expect(metricName(up)).toBe('up');
  expect(labelValue(up, 'empty')).toBe('');
  expect(labelValue(up, 'up')).toBe('');
});

test('a value that equals a name is not mistaken for one', () => {
  const odd = labelsFrom({ a: 'b', b: 'c' });
  expect(labelValue(odd, 'b')).toBe('c');
  expect(keepLabels(odd, new Set(['b']))).toEqual(['b', 'c']);
  expect(dropMetricName(labelsFrom({ a: '__name__' }))).toEqual(['a', '__name__']);
});

test('setting and removing one label keeps the order', () => {
  expect(withLabel(up, 'i', 'x')).toEqual(['__name__', 'up', 'i', 'x', 'instance', 'a:1', 'job', 'api']);
  expect(withLabel(up, 'job', '')).toEqual(['__name__', 'up', 'instance', 'a:1']);
});

test('keys are equal exactly when the labels that count are', () => {
  const other = withLabel(up, 'instance', 'b:2');
  expect(labelsKey(up)).not.toBe(labelsKey(other));
  expect(labelsKeyOn(up, new Set(['job']))).toBe(labelsKeyOn(other, new Set(['job'])));
  expect(labelsKeyWithout(up, new Set(['instance']))).toBe(
    labelsKeyWithout(withLabel(other, '__name__', 'down'), new Set(['instance'])),
  );
  expect(equalLabels(up, other)).toBe(false);
});

test('strings are ordered by code point, as UTF-8 bytes are', () => {
  const random = seededRandom(5);
  const alphabet = ['a', 'é', '\ue000', '\uffff', '😀', '\u{10ffff}', '\ud7ff'];
  for (let i = 0; i < 2_000; i++) {
    const [a, b] = [0, 1].map(() => Array.from({ length: random.int(0, 3) }, () => random.pick(alphabet)).join('')) as [
      string,
      string,
    ];
    expect(Math.sign(compareStrings(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
});

test('label sets are ordered pair by pair, a prefix first', () => {
  expect(compareLabels(labelsFrom({ a: '1' }), labelsFrom({ a: '1', b: '1' }))).toBeLessThan(0);
  expect(compareLabels(labelsFrom({ a: '2' }), labelsFrom({ a: '1', b: '1' }))).toBeGreaterThan(0);
  expect(compareLabels(up, up)).toBe(0);
});

test.each([
  [{ __name__: 'up' }, 'up'],
  [{ __name__: 'up', job: 'a"b\n' }, 'up{job="a\\"b\\n"}'],
  [{ job: 'x' }, '{job="x"}'],
  [{}, '{}'],
  [{ __name__: 'http.requests', 'host.name': 'h' }, '{"http.requests", "host.name"="h"}'],
])('%j prints as %s', (labels, text) => {
  expect(formatLabels(labelsFrom(labels as Record<string, string>))).toBe(text);
});
