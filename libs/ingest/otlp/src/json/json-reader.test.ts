import { type Random, seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { JsonReader, MAX_STRING } from './json-reader.ts';

/** What `JSON.parse` would make of it. */
function readValue(reader: JsonReader): unknown {
  const kind = reader.kind();
  if (kind !== 'object' && kind !== 'array') return reader.scalar();
  reader.enter();
  if (kind === 'array') {
    const values: unknown[] = [];
    while (reader.nextElement()) values.push(readValue(reader));
    return values;
  }
  const members: [string, unknown][] = [];
  for (let key = reader.nextKey(); key !== null; key = reader.nextKey()) members.push([key, readValue(reader)]);
  return Object.fromEntries(members);
}

function parse(text: string): unknown {
  const reader = new JsonReader(text);
  const value = readValue(reader);
  reader.end();
  return value;
}

function skipped(text: string): void {
  const reader = new JsonReader(text);
  reader.skip();
  reader.end();
}

/** Whether it ran; false for a SyntaxError, and nothing else may be thrown. */
function accepts(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(SyntaxError);
    return false;
  }
}

const SCALARS = [
  '0',
  '-0',
  '1.5',
  '-12e3',
  '1E+400',
  '""',
  '"a b"',
  '"é😀"',
  '"\\n\\u00e9\\"\\\\"',
  'true',
  'false',
  'null',
];

function anyText(random: Random, depth: number): string {
  const space = random.pick(['', '', ' ', '\n\t ']);
  const some = (one: () => string): string => Array.from({ length: random.int(0, 3) }, one).join(`${space},`);
  const shape = depth > 3 ? 0 : random.int(0, 2);
  if (shape === 0) return space + random.pick(SCALARS) + space;
  if (shape === 1) return `${space}[${some(() => anyText(random, depth + 1))}${space}]`;
  const member = (): string =>
    `${random.pick(['"a"', '"b"', '"\\u0061"', '""'])}${space}:${anyText(random, depth + 1)}`;
  return `{${some(member)}}${space}`;
}

test('reads what JSON.parse reads, and refuses what it refuses', () => {
  const random = seededRandom(11);
  const pieces = ['', ',', ':', '[', ']', '{', '}', '"', '-', '.', 'e', '0', '00', ' ', 'tru', 'nul', '\\', '\n', 'x'];
  let refused = 0;
  for (let round = 0; round < 6_000; round++) {
    let text = anyText(random, 0);
    expect(parse(text)).toEqual(JSON.parse(text));
    skipped(text);
    for (let k = random.int(1, 2); k > 0; k--) {
      const at = random.int(0, text.length);
      text = text.slice(0, at) + random.pick(pieces) + text.slice(at + random.int(0, 2));
    }
    const right = accepts(() => JSON.parse(text));
    expect([text, accepts(() => parse(text))]).toEqual([text, right]);
    if (right) expect(parse(text)).toEqual(JSON.parse(text));
    // Escapes of strings that nobody reads are not looked at.
    if (!text.includes('\\')) expect([text, accepts(() => skipped(text))]).toEqual([text, right]);
    if (!right) refused++;
  }
  expect(refused).toBeGreaterThan(1_500);
});

test('bounds what is made of one value', () => {
  const long = 'x'.repeat(MAX_STRING);
  expect(() => parse(`"${long}"`)).toThrow(RangeError);
  skipped(`"${long}"`);
  expect(() => skipped('['.repeat(1_000_000))).toThrow(RangeError);
});

test('errors say where', () => {
  expect(() => parse('{"a": 1,}')).toThrow('unexpected "}" at character 8');
  expect(() => parse('[1')).toThrow('it ends in the middle');
  expect(() => parse('[1] 2')).toThrow('unexpected "2" at character 4');
});
