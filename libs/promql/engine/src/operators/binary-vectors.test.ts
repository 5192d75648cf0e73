import type { Binary, VectorMatching } from '@chimera/promql-parser';
import { type Random, seededRandom } from '@chimera/testing';
import { labelsFrom } from '@chimera/tsdb-model';
import { expect, test } from 'vitest';
import { collect, type FakeSeries, fakeContext, fakeVector, labelText, valuesByLabels } from '../testing/fakes.ts';
import { binaryNode } from '../testing/nodes.ts';
import { binaryVectors } from './binary-vectors.ts';

type Values = readonly (number | null)[];

function joined(query: string, left: readonly FakeSeries[], right: readonly FakeSeries[], options = {}) {
  const length = (left[0] ?? right[0])?.values.length ?? 0;
  const context = fakeContext(length, options);
  return valuesByLabels(binaryVectors(binaryNode(query), fakeVector(left), fakeVector(right), context), length);
}

function series(name: string, labels: Record<string, string>, ...values: Values): FakeSeries {
  return { labels: { __name__: name, ...labels }, values };
}

const USED = [series('used', { pod: 'a', node: '1' }, 1, 2, null), series('used', { pod: 'b', node: '1' }, 3, 4, 5)];
const LIMIT = [
  series('limit', { pod: 'a', node: '1' }, 10, null, 10),
  series('limit', { pod: 'b', node: '1' }, 2, 4, 8),
];
const NODES = [series('node', { node: '1', zone: 'z' }, 100, 100, null)];

test.each<[string, readonly FakeSeries[], Record<string, Values>]>([
  ['used / limit', LIMIT, { 'node=1 pod=a': [0.1, null, null], 'node=1 pod=b': [1.5, 1, 0.625] }],
  ['used / on (pod) limit', LIMIT, { 'pod=a': [0.1, null, null], 'pod=b': [1.5, 1, 0.625] }],
  ['used / ignoring (node) limit', LIMIT, { 'pod=a': [0.1, null, null], 'pod=b': [1.5, 1, 0.625] }],
  [
    'used < limit',
    LIMIT,
    { '__name__=used node=1 pod=a': [1, null, null], '__name__=used node=1 pod=b': [null, null, 5] },
  ],
  ['used < on (pod) limit', LIMIT, { 'pod=a': [1, null, null], 'pod=b': [null, null, 5] }],
  ['used < bool limit', LIMIT, { 'node=1 pod=a': [1, null, null], 'node=1 pod=b': [0, 0, 1] }],
  ['used * on (node) group_left node', NODES, { 'node=1 pod=a': [100, 200, null], 'node=1 pod=b': [300, 400, null] }],
  [
    'used - on (node) group_left (zone) node',
    NODES,
    {
      'node=1 pod=a zone=z': [-99, -98, null],
      'node=1 pod=b zone=z': [-97, -96, null],
    },
  ],
  [
    'used and limit',
    LIMIT,
    {
      '__name__=used node=1 pod=a': [1, null, null],
      '__name__=used node=1 pod=b': [3, 4, 5],
    },
  ],
  [
    'used unless on (pod) limit',
    [LIMIT[0] as FakeSeries],
    {
      '__name__=used node=1 pod=a': [null, 2, null],
      '__name__=used node=1 pod=b': [3, 4, 5],
    },
  ],
  [
    'used or on (pod) limit',
    LIMIT,
    {
      '__name__=used node=1 pod=a': [1, 2, null],
      '__name__=used node=1 pod=b': [3, 4, 5],
      '__name__=limit node=1 pod=a': [null, null, 10],
    },
  ],
])('%s', async (query, right, expected) => {
  expect(await joined(query, USED, right)).toEqual(expected);
});

test('group_right takes labels and values from the right places', async () => {
  expect(await joined('node - on (node) group_right (zone) used', NODES, USED)).toEqual({
    'node=1 pod=a zone=z': [99, 98, null],
    'node=1 pod=b zone=z': [97, 96, null],
  });
  expect(await joined('node > on (node) group_right used', NODES, USED)).toEqual({
    '__name__=used node=1 pod=a': [100, 100, null],
    '__name__=used node=1 pod=b': [100, 100, null],
  });
});

test.each<[string, readonly FakeSeries[], readonly FakeSeries[], string]>([
  [
    'limit > on () node',
    [series('limit', {}, 3)],
    [series('dup', { label: 'beta' }, 2), series('dup', { label: 'alpha' }, 1)],
    'found duplicate series for the match group {} on the right hand-side of the operation: ' +
      '[{__name__="dup", label="alpha"}, {__name__="dup", label="beta"}];' +
      'many-to-many matching not allowed: matching labels must be unique on one side',
  ],
  [
    'node + on (node) group_right used',
    [series('n', { node: '1', i: 'a' }, 1), series('n', { node: '1', i: 'b' }, 1)],
    [series('used', { node: '1' }, 1)],
    'found duplicate series for the match group {node="1"} on the left hand-side of the operation: ' +
      '[{__name__="n", i="a", node="1"}, {__name__="n", i="b", node="1"}];' +
      'many-to-many matching not allowed: matching labels must be unique on one side',
  ],
  [
    'used + on (node) node',
    USED,
    NODES,
    'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
  ],
  [
    'used > on (node) node',
    USED,
    NODES,
    'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
  ],
  [
    'used + on (node) group_left (pod) node',
    USED,
    [series('node', { node: '1', pod: 'x' }, 1, 1, 1)],
    'multiple matches for labels: grouping labels must ensure unique matches',
  ],
  [
    'x + on (__name__, a) y',
    [series('m', { a: '1' }, 1), series('n', { a: '1' }, 1)],
    [series('m', { a: '1' }, 1), series('n', { a: '1' }, 1)],
    'vector cannot contain metrics with the same labelset',
  ],
])('%s fails', async (query, left, right, message) => {
  await expect(joined(query, left, right)).rejects.toThrow(message);
});

test('series of one match group may take turns, and nothing fails where the other side is empty', async () => {
  const left = [series('l', { a: '1' }, 1, 2, null)];
  const right = [series('r', { a: '1', c: 'x' }, 10, null, 1), series('r', { a: '1', c: 'y' }, null, 20, 1)];
  expect(await joined('l + on (a) r', left, right)).toEqual({ 'a=1': [11, 22, null] });
  expect(await joined('l + on (a) group_left (c) r', left, right)).toEqual({
    'a=1 c=x': [11, null, null],
    'a=1 c=y': [null, 22, null],
  });
});

test('with delayed name removal comparisons keep the name until the end', async () => {
  const context = fakeContext(3, { delayedNameRemoval: true });
  const compared = binaryVectors(binaryNode('used < bool limit'), fakeVector(USED), fakeVector(LIMIT), context);
  expect(await collect(compared, 3)).toMatchObject([
    { labels: '__name__=used node=1 pod=a', dropName: true },
    { labels: '__name__=used node=1 pod=b', dropName: true },
  ]);
});

type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** One step, sample by sample: what the operators must agree with. */
function stepwise(node: Binary, left: readonly Sample[], right: readonly Sample[]): Map<string, number> {
  const matching = node.matching as VectorMatching;
  const isMatched = (name: string): boolean =>
    matching.on ? matching.labels.includes(name) : !['__name__', ...matching.labels].includes(name);
  const keyOf = ({ labels }: Sample): string =>
    JSON.stringify(
      Object.entries(labels)
        .filter(([name]) => isMatched(name))
        .sort(),
    );
  const out = new Map<string, number>();
  const emit = (labels: Readonly<Record<string, string>>, value: number): void => {
    const text = labelText(labelsFrom(labels));
    if (out.has(text)) throw new Error('same labelset');
    out.set(text, value);
  };
  const lefts = new Set(left.map(keyOf));
  const rights = new Set(right.map(keyOf));
  if (node.operator === 'and' || node.operator === 'unless') {
    for (const sample of left)
      if (rights.has(keyOf(sample)) === (node.operator === 'and')) emit(sample.labels, sample.value);
    return out;
  }
  if (node.operator === 'or') {
    for (const sample of left) emit(sample.labels, sample.value);
    for (const sample of right) if (!lefts.has(keyOf(sample))) emit(sample.labels, sample.value);
    return out;
  }
  const { fillLeft, fillRight } = matching;
  if (fillLeft === null && fillRight === null && (left.length === 0 || right.length === 0)) return out;
  const swapped = matching.cardinality === 'one-to-many';
  const [many, one] = swapped ? [right, left] : [left, right];
  const ones = new Map<string, Sample>();
  for (const sample of one) {
    if (ones.has(keyOf(sample))) throw new Error('found duplicate series');
    ones.set(keyOf(sample), sample);
  }
  const matched = new Set<string>();
  const standIn = ({ labels }: Sample, value: number): Sample => ({
    labels: Object.fromEntries(Object.entries(labels).filter(([name]) => isMatched(name))),
    value,
  });
  const unmatched = new Map([...ones].filter(([key]) => fillLeft !== null && !many.some((one) => keyOf(one) === key)));
  const filled = [...many, ...Array.from(unmatched.values(), (sample) => standIn(sample, fillLeft as number))];
  for (const sample of filled) {
    const match = ones.get(keyOf(sample)) ?? (fillRight === null ? undefined : standIn(sample, fillRight));
    if (match === undefined) continue;
    const labels = resultLabels(node, matching, sample.labels, match.labels);
    const claim = matching.cardinality === 'one-to-one' ? keyOf(sample) : keyOf(sample) + labelText(labelsFrom(labels));
    if (matched.has(claim)) throw new Error('multiple matches');
    matched.add(claim);
    const [l, r] = swapped ? [match.value, sample.value] : [sample.value, match.value];
    if (node.operator === '-') emit(labels, l - r);
    else if (node.returnBool) emit(labels, l > r ? 1 : 0);
    else if (l > r) emit(labels, l);
  }
  return out;
}

function resultLabels(
  node: Binary,
  matching: VectorMatching,
  many: Readonly<Record<string, string>>,
  one: Readonly<Record<string, string>>,
): Record<string, string> {
  let entries = Object.entries(many);
  if (node.operator === '-' || node.returnBool) entries = entries.filter(([name]) => name !== '__name__');
  if (matching.cardinality === 'one-to-one')
    entries = entries.filter(([name]) => matching.labels.includes(name) === matching.on);
  const included = matching.include.map((name) => [name, one[name] ?? ''] as const);
  return { ...Object.fromEntries(entries), ...Object.fromEntries(included) };
}

function randomSide(random: Random, name: string, count: number): FakeSeries[] {
  const sides = new Map<string, FakeSeries>();
  const pick = (...from: string[]): string => from[Math.floor(random.next() * from.length)] as string;
  for (let i = Math.floor(random.next() * 5); i > 0; i--) {
    const labels = { __name__: pick(name, 'm'), a: pick('1', '2'), b: pick('', '1', '2'), c: pick('', 'x', 'y') };
    const values = Array.from({ length: count }, () => (random.next() < 0.6 ? null : Math.floor(random.next() * 9)));
    const present = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
    sides.set(JSON.stringify(present), { labels: present, values });
  }
  return [...sides.values()];
}

test.each([
  'l - r',
  'l - on (a) r',
  'l - ignoring (b, c) r',
  'l - on (__name__, a) r',
  'l - on (a) group_left r',
  'l - on (a) group_left (c) r',
  'l - ignoring (b, c) group_left (b) r',
  'l - on (a) group_right (c) r',
  'l > r',
  'l > ignoring (c) r',
  'l > bool on (a) r',
  'l > on (a, b) group_left (c) r',
  'l > on (a) group_right (b) r',
  'l > bool ignoring (b) group_right r',
  'l - fill (0) r',
  'l - on (a) group_left (c) fill_left (1) r',
  'l > bool ignoring (b, c) fill_right (2) r',
  'l - on (a) group_right fill (3) r',
  'l and r',
  'l and on (a) r',
  'l unless ignoring (b) r',
  'l unless on () r',
  'l or r',
  'l or on (a) r',
])('%s agrees with a computation sample by sample', async (query) => {
  const random = seededRandom(query.length + 1);
  const node = binaryNode(query);
  const count = 4;
  let failures = 0;
  for (let round = 0; round < 300; round++) {
    const left = randomSide(random, 'l', count);
    const right = randomSide(random, 'r', count);
    const at = (side: readonly FakeSeries[], k: number): Sample[] =>
      side.flatMap(({ labels, values }) => {
        const value = values[k] ?? null;
        return typeof value === 'number' ? [{ labels, value }] : [];
      });
    let expected: Map<string, number>[] | null = null;
    try {
      expected = Array.from({ length: count }, (_, k) => stepwise(node, at(left, k), at(right, k)));
    } catch {
      failures++;
    }
    const operator = binaryVectors(node, fakeVector(left), fakeVector(right), fakeContext(count));
    const actual = collect(operator, count, round % 2 === 1);
    if (expected === null) {
      await expect(actual).rejects.toThrow(/multiple matches|duplicate series|same labelset/);
      continue;
    }
    const steps = Array.from({ length: count }, () => new Map<string, number>());
    for (const { labels, values } of await actual)
      values.forEach((value, k) => void (typeof value === 'number' && steps[k]?.set(labels, value)));
    expect(steps).toEqual(expected);
  }
  expect(failures).toBeLessThan(250);
});
