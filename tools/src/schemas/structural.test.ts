import { expect, test } from 'vitest';
import type { JsonObject } from './crd.ts';
import { closeObject } from './structural.ts';

test.each<[string, JsonObject, JsonObject]>([
  [
    'declared fields close an object, at every level',
    {
      type: 'object',
      description: 'x',
      properties: { a: { type: 'object', properties: { b: { type: 'string', format: 'x' } } } },
    },
    {
      type: 'object',
      properties: { a: { type: 'object', properties: { b: { type: 'string' } }, additionalProperties: false } },
      additionalProperties: false,
    },
  ],
  ['an object that declares nothing stays open', { type: 'object' }, { type: 'object' }],
  [
    'a map keeps its values closed',
    { type: 'object', additionalProperties: { type: 'object', properties: {} } },
    { type: 'object', additionalProperties: { type: 'object', properties: {}, additionalProperties: false } },
  ],
  [
    'unknown fields that the API server preserves',
    { type: 'object', properties: {}, 'x-kubernetes-preserve-unknown-fields': true },
    { type: 'object', properties: {} },
  ],
  [
    'integer or string',
    { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
    { type: ['integer', 'string'] },
  ],
  ['nullable', { type: 'string', nullable: true }, { anyOf: [{ type: 'null' }, { type: 'string' }] }],
  [
    'a default fills a required field in',
    { required: ['a', 'b'], properties: { a: { default: 1 }, b: {} } },
    { required: ['b'], properties: { a: {}, b: {} }, additionalProperties: false },
  ],
  [
    'branches restrict, and close nothing',
    { properties: { a: {} }, oneOf: [{ required: ['a'], properties: { a: { minLength: 1 } } }] },
    {
      properties: { a: {} },
      additionalProperties: false,
      oneOf: [{ required: ['a'], properties: { a: { minLength: 1 } } }],
    },
  ],
  [
    'a set',
    { type: 'array', items: {}, 'x-kubernetes-list-type': 'set' },
    { type: 'array', items: {}, uniqueItems: true },
  ],
  [
    'keys of a list that is a map',
    { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
    { type: 'array', 'x-kubernetes-list-map-keys': ['name'] },
  ],
])('%s', (_, schema, closed) => {
  expect(closeObject(schema)).toEqual(closed);
});
