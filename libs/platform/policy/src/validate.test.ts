/** Each keyword alone, and whole objects against another implementation of JSON Schema. */
import { readFileSync } from 'node:fs';
import { seededRandom } from '@chimera/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { isObject, type Json } from './json.ts';
import type { RenderedObject } from './rule.ts';
import { schemaErrors } from './schemas.ts';
import { validate } from './validate.ts';

const messages = (schema: Json, value: unknown) =>
  validate(schema, value, () => ({ type: 'string' })).map(({ at, message }) => `${at}: ${message}`);

test.each<[Json, unknown, string[]]>([
  [{ type: 'string' }, 'x', []],
  [{ type: 'string' }, 1, [': must be string, is 1']],
  [{ type: ['integer', 'string'] }, 1.5, [': must be integer or string, is 1.5']],
  [{ type: 'integer' }, 2, []],
  [{ type: 'null' }, null, []],
  [{ type: 'object' }, [], [': must be object, is []']],
  [{ enum: ['Always', 'Never'] }, 'Alway', [': must be one of "Always", "Never", is "Alway"; did you mean "Always"?']],
  [{ required: ['a'] }, {}, [': lacks the required field "a"']],
  [{ properties: { a: {} }, additionalProperties: false }, { b: 1 }, [': has the unknown field "b"']],
  [{ properties: { a: { type: 'string' } } }, { a: 1, b: 1 }, ['a: must be string, is 1']],
  [{ additionalProperties: { type: 'string' } }, { b: 1 }, ['b: must be string, is 1']],
  [{ properties: {}, additionalProperties: false }, { constructor: 1 }, [': has the unknown field "constructor"']],
  [{ items: { $ref: '#' } }, ['a', 2], ['[1]: must be string, is 2']],
  [{ minItems: 1, maxItems: 2 }, [], [': needs at least 1 items, has 0']],
  [{ minItems: 1, maxItems: 2 }, [1, 2, 3], [': takes at most 2 items, has 3']],
  [{ uniqueItems: true }, [{ a: 1 }, { a: 1 }], [': has two items with equal value: {"a":1}']],
  [{ 'x-kubernetes-list-map-keys': ['a', 'b'] }, [{ a: 1 }, { a: 1, b: 2 }], []],
  [{ 'x-kubernetes-list-map-keys': ['a'] }, [{ a: 1 }, { a: 1, b: 2 }], [': has two items with equal a: [1]']],
  [{ minLength: 2, maxLength: 3 }, '€', [': must have at least 2 characters, is "€"']],
  [{ minLength: 2, maxLength: 3 }, 'abcd', [': must have at most 3 characters, has 4']],
  [{ pattern: '^a+$' }, 'ab', [': must match ^a+$, is "ab"']],
  [{ minimum: 1, maximum: 3 }, 0, [': must be at least 1, is 0']],
  [{ minimum: 1, maximum: 3 }, 4, [': must be at most 3, is 4']],
  [{ minimum: 1, exclusiveMinimum: true }, 1, [': must be more than 1']],
  [{ multipleOf: 5 }, 7, [': must be a multiple of 5, is 7']],
  [{ minProperties: 1, maxProperties: 1 }, {}, [': needs at least 1 fields, has 0']],
  [{ minProperties: 1, maxProperties: 1 }, { a: 1, b: 2 }, [': takes at most 1 fields, has 2']],
  [{ anyOf: [{ type: 'null' }, { type: 'string' }] }, 1, [': must be null, is 1']],
  [
    { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    { a: 1, b: 1 },
    [': fits 2 alternatives where exactly one must fit'],
  ],
  [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, {}, [': lacks the required field "a"']],
  [
    { allOf: [{ required: ['a'] }, { minProperties: 2 }] },
    { b: 1 },
    [': lacks the required field "a"', ': needs at least 2 fields, has 1'],
  ],
  [{ not: { required: ['a'] } }, { a: 1 }, [': has a combination of fields that is not allowed']],
])('%j takes %j: %j', (schema, value, expected) => {
  expect(messages(schema, value)).toEqual(expected);
});

test('says whether damaged objects are right just as ajv does', () => {
  const files = ['kubernetes.json', 'external-secrets.io.json', 'traefik.io.json'];
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    inlineRefs: false,
    unicodeRegExp: false,
  });
  ajv.addKeyword({
    keyword: 'x-kubernetes-list-map-keys',
    type: 'array',
    validate: (keys: readonly string[], items: readonly unknown[]) =>
      new Set(items.map((item) => JSON.stringify(isObject(item) ? keys.map((key) => item[key] ?? null) : item)))
        .size === items.length,
  });
  for (const file of files)
    ajv.addSchema(JSON.parse(readFileSync(new URL(`../schemas/${file}`, import.meta.url), 'utf8')) as object, file);
  const references: Readonly<Record<string, string>> = {
    Deployment: 'kubernetes.json#/definitions/io.k8s.api.apps.v1.Deployment',
    ExternalSecret: 'external-secrets.io.json#/definitions/v1.ExternalSecret',
    IngressRoute: 'traefik.io.json#/definitions/v1alpha1.IngressRoute',
    Service: 'kubernetes.json#/definitions/io.k8s.api.core.v1.Service',
  };
  const text = readFileSync(new URL('./testdata/valid/shop.yaml', import.meta.url), 'utf8');
  const objects = parseAllDocuments(text).map((document) => document.toJS() as RenderedObject);
  const random = seededRandom(7).next;
  let refused = 0;
  for (const object of objects) {
    const $ref = references[object.kind];
    if ($ref === undefined) continue;
    const oracle = ajv.compile({ $ref });
    expect(oracle(object)).toBe(true);
    for (let round = 0; round < 400; round++) {
      const damaged = damage(structuredClone(object), random) as RenderedObject;
      const right = oracle(damaged);
      if (!right) refused++;
      const errors = schemaErrors({ ...damaged, apiVersion: object.apiVersion, kind: object.kind });
      if (oracle({ ...damaged, apiVersion: object.apiVersion, kind: object.kind }) !== (errors.length === 0))
        expect.fail(`ajv says ${right}, we say ${JSON.stringify(errors)} of ${JSON.stringify(damaged)}`);
    }
  }
  expect(refused).toBeGreaterThan(500);
});

/** Changes one place of the value: removes it, renames it, or puts something else there. */
function damage(value: unknown, random: () => number): unknown {
  if (!isObject(value) && !Array.isArray(value)) return odd(random);
  const keys = Object.keys(value);
  const key = keys[Math.floor(random() * keys.length)];
  if (key === undefined) return odd(random);
  const changed = value as Record<string, unknown>;
  const inner = changed[key];
  if (random() < 0.75 && (isObject(inner) || Array.isArray(inner))) changed[key] = damage(inner, random);
  else if (random() < 0.3 && !Array.isArray(value)) delete changed[key];
  else if (random() < 0.3 && !Array.isArray(value)) {
    delete changed[key];
    changed[`${key}s`] = inner;
  } else changed[key] = odd(random);
  return changed;
}

function odd(random: () => number): unknown {
  const values = ['', 'x', '1Gi', 0, 1, -1.5, true, null, [], {}, ['x'], { x: 1 }, 'Always', 'TCP', { name: 'x' }];
  return structuredClone(values[Math.floor(random() * values.length)]);
}
