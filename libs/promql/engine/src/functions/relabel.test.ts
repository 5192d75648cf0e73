import { expect, test } from 'vitest';
import type { Operator } from '../plan-types.ts';
import { collect, type FakeSeries, fakeContext, fakeVector } from '../testing/fakes.ts';
import { buildCall } from '../testing/nodes.ts';

const SERIES: readonly FakeSeries[] = [
  { labels: { __name__: 'm', src: 'a-1' }, values: [1, null] },
  { labels: { __name__: 'm', src: 'b-2', dst: 'old' }, values: [null, 2], dropName: true },
];

function call(func: string, ...texts: string[]): Operator {
  const strings = texts.map((value): Operator => ({ kind: 'string', value }));
  const query = `${func}(m, ${texts.map(() => '"x"').join(', ')})`;
  return buildCall(query, [{ kind: 'vector', vector: fakeVector(SERIES) }, ...strings], fakeContext(2));
}

async function labelsOf(operator: Operator): Promise<[string, boolean][]> {
  return (await collect(operator, 2)).map(({ labels, dropName }) => [labels, dropName]);
}

test('label_replace sets a label where the whole value matches', async () => {
  expect(await labelsOf(call('label_replace', 'dst', '$2/$1', 'src', '(a)-(.)'))).toEqual([
    ['__name__=m dst=1/a src=a-1', false],
    ['__name__=m dst=old src=b-2', true],
  ]);
  expect(await labelsOf(call('label_replace', 'dst', '${name}', 'src', '(?P<name>.*)'))).toMatchObject([
    ['__name__=m dst=a-1 src=a-1', false],
    ['__name__=m dst=b-2 src=b-2', true],
  ]);
});

test('label_replace removes a label, and keeps a name that it sets', async () => {
  expect(await labelsOf(call('label_replace', 'dst', '', 'dst', 'old'))).toMatchObject([
    ['__name__=m src=a-1', false],
    ['__name__=m src=b-2', true],
  ]);
  expect(await labelsOf(call('label_replace', '__name__', 'n$1', 'src', '.-(.)'))).toEqual([
    ['__name__=n1 src=a-1', false],
    ['__name__=n2 dst=old src=b-2', false],
  ]);
});

test('series that become equal are merged where they do not meet', async () => {
  const both = await collect(call('label_join', 'src', '', 'none'), 2);
  expect(both).toHaveLength(2);
  const merged = await collect(call('label_replace', 'src', '', 'src', '.*'), 2);
  expect(merged.map(({ labels }) => labels)).toEqual(['__name__=m', '__name__=m dst=old']);
});

test('label_join joins values, absent ones as empty text', async () => {
  expect(await labelsOf(call('label_join', 'dst', '+', 'src', 'none', 'dst'))).toEqual([
    ['__name__=m dst=a-1++ src=a-1', false],
    ['__name__=m dst=b-2++old src=b-2', true],
  ]);
});

test.each([
  [['label_replace', 'dst', '', 'src', '(.*'], 'invalid regular expression in label_replace(): (.*'],
  [['label_replace', '', '', 'src', '.*'], 'invalid destination label name in label_replace(): '],
  [['label_join', '', '', 'src'], 'invalid destination label name in label_join(): '],
  [['label_join', 'dst', '', '\udcff'], 'invalid source label name in label_join(): '],
])('%j fails', ([func, ...texts], message) => {
  expect(() => call(func as string, ...texts)).toThrow(message);
});
