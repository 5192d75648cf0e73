/** The tables of functions and aggregations. */
import { expect, test } from 'vitest';
import { AGGREGATIONS } from './aggregations.ts';
import { FUNCTIONS, functionSpec } from './functions.ts';
import { ALL_FEATURES } from './options.ts';
import { parse } from './parse.ts';

test('functions are sorted, each once, as many as Prometheus 3.14 has', () => {
  const names = FUNCTIONS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort());
  expect(names).toHaveLength(90);
});

test('aggregations are sorted and know their own names', () => {
  expect(Object.keys(AGGREGATIONS)).toEqual(Object.keys(AGGREGATIONS).sort());
  expect(Object.values(AGGREGATIONS).map(({ name }) => name)).toEqual(Object.keys(AGGREGATIONS));
});

test('every help text is one sentence', () => {
  for (const { name, help } of [...FUNCTIONS, ...Object.values(AGGREGATIONS)]) {
    expect(help, name).toMatch(/^[A-Za-z0-9].*[^.]\.$/);
  }
});

test('every function can be called with the arguments of the table', () => {
  const example: Readonly<Record<string, string>> = { scalar: '1', vector: '{a="b"}', matrix: 'up[5m]', string: '"x"' };
  for (const { name, argTypes, returnType } of FUNCTIONS) {
    const call = `${name}(${argTypes.map((type) => example[type]).join(', ')})`;
    expect(parse(call, ALL_FEATURES), call).toMatchObject({ kind: 'call', func: name });
    const context = returnType === 'vector' ? `sum(${call})` : `vector(${call})`;
    expect(() => parse(context, ALL_FEATURES), context).not.toThrow();
  }
});

test('names are looked up exactly', () => {
  expect(functionSpec('rate')).toMatchObject({ argTypes: ['matrix'], variadic: 0, returnType: 'vector' });
  expect(functionSpec('Rate')).toBeUndefined();
  expect(functionSpec('toString')).toBeUndefined();
});
