import { quote } from '@chimera/promql-parser';
import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { ApiError } from '../api-error.ts';
import { parseForm } from './form.ts';
import { parseDuration } from './parse-duration.ts';
import { parseLimit } from './parse-limit.ts';
import { MAX_TIME_MS, MIN_TIME_MS, optionalTime, parseTime, requiredTime } from './parse-time.ts';
import { unescapeName } from './unescape-name.ts';

test.each([
  ['0', 0],
  ['1435781430.781', 1_435_781_430_781],
  ['1435781430.7815', 1_435_781_430_782],
  ['-1.5', -1_500],
  ['1e3', 1_000_000],
  ['+5', 5_000],
  ['.5', 500],
  ['1763700000000', 1_763_700_000_000_000],
  ['2015-07-01T20:10:30.781Z', 1_435_781_430_781],
  ['2015-07-01T22:10:30.781+02:00', 1_435_781_430_781],
  ['2015-07-01T20:10:30Z', 1_435_781_430_000],
  ['2015-07-01T20:10:30.123456789Z', 1_435_781_430_123],
  ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  ['2024-02-29T00:00:00Z', 1_709_164_800_000],
  ['-292273086-05-16T16:47:06Z', MIN_TIME_MS],
  ['292277025-08-18T07:12:54.999999999Z', MAX_TIME_MS],
  ['1e300', MAX_TIME_MS],
  ['-1e300', MIN_TIME_MS],
])('time %s is %d ms', (text, ms) => {
  expect(parseTime(text)).toBe(ms);
});

test.each([
  '',
  'x',
  'NaN',
  'inf',
  '0x10',
  '1_000',
  '12:30',
  '2015-07-01',
  '2023-02-29T00:00:00Z',
  '2015-13-01T00:00:00Z',
])('time %j is refused', (text) => {
  expect(() => parseTime(text)).toThrow(`cannot parse ${JSON.stringify(text)} to a valid timestamp`);
});

test.each([
  ['15', 15_000],
  ['0.5', 500],
  ['1m', 60_000],
  ['1h30m', 5_400_000],
  ['1y2w3d4h5m6s7ms', 31_536_000_000 + 1_209_600_000 + 259_200_000 + 14_400_000 + 300_000 + 6_000 + 7],
  ['0', 0],
  ['-3', -3_000],
  ['0s', 0],
  ['0.0000000001', 0],
  ['-0.0000000001', -0],
  ['1.0000000019', 1_000.000001],
])('duration %s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', 'm', '1x', '30m1h', '1h 30m', '-1m', '1.5h', 'NaN'])('duration %j is refused', (text) => {
  expect(() => parseDuration(text)).toThrow(`cannot parse ${JSON.stringify(text)} to a valid duration`);
});

test('a duration that int64 nanoseconds cannot hold says so', () => {
  expect(() => parseDuration('1e10')).toThrow('cannot parse "1e10" to a valid duration. It overflows int64');
  expect(() => parseDuration('inf')).toThrow('It overflows int64');
  expect(() => parseDuration('400y')).toThrow('cannot parse "400y" to a valid duration');
});

const error = (act: () => unknown): string => {
  try {
    act();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ApiError);
    return (thrown as ApiError).message;
  }
  throw new Error('nothing was thrown');
};

test('the errors of parameters name them as Prometheus does', () => {
  const form = parseForm('', 'start=x&limit=ten&end=');
  expect(error(() => requiredTime(form, 'start'))).toBe(
    'invalid parameter "start": cannot parse "x" to a valid timestamp',
  );
  expect(error(() => requiredTime(form, 'end'))).toBe('invalid parameter "end": cannot parse "" to a valid timestamp');
  expect(error(() => optionalTime(form, 'start', 0))).toBe(
    `invalid parameter "start": invalid time value for 'start': cannot parse "x" to a valid timestamp`,
  );
  expect(optionalTime(form, 'end', 7)).toBe(7);
  expect(error(() => parseLimit(form))).toBe('invalid parameter "limit": strconv.Atoi: parsing "ten": invalid syntax');
  expect(error(() => parseLimit(parseForm('', 'limit=-1')))).toBe(
    'invalid parameter "limit": limit must be non-negative',
  );
  expect(error(() => parseLimit(parseForm('', 'limit=99999999999999999999')))).toBe(
    'invalid parameter "limit": strconv.Atoi: parsing "99999999999999999999": value out of range',
  );
});

test('the body goes before the URL', () => {
  const form = parseForm('query=body&match[]=a', 'query=url&match%5B%5D=b&x=1+2');
  expect(form.first('query')).toBe('body');
  expect(form.all('match[]')).toEqual(['a', 'b']);
  expect(form.first('x')).toBe('1 2');
  expect(form.first('absent')).toBe('');
});

test.each([
  ['a=%zz&b=1', 'invalid URL escape "%zz"'],
  ['b=1&a%2=x', 'invalid URL escape "%2"'],
  ['b=1&a=%', 'invalid URL escape "%"'],
  ['b=1&a=%C3%A9%e', 'invalid URL escape "%e"'],
  ['a=1;c=2&b=1', 'invalid semicolon separator in query'],
  ['a=%;&b=1', 'invalid semicolon separator in query'],
])('of %s what is encoded wrongly is left out, and told', (text, problem) => {
  for (const form of [parseForm(text, ''), parseForm('', text), parseForm('c=3', text)]) {
    expect([form.problem, form.first('a'), form.all('b')]).toEqual([problem, '', ['1']]);
  }
  expect(parseForm('', 'a=%20&b=%C3%a9').problem).toBeNull();
});

test.each([
  ['job', 'job'],
  ['U__http_2e_status', 'http.status'],
  ['U__a__b', 'a_b'],
  ['U___1F600_', '😀'],
  ['U__bad_zz_', 'U__bad_zz_'],
  ['U__open_2e', 'U__open_2e'],
  ['U__high_d83d_', 'U__high_d83d_'],
])('label name %s means %s', (text, name) => {
  expect(unescapeName(text)).toBe(name);
});

test('no text breaks the parsers: each gives a value in range or its own error', () => {
  const random = seededRandom(23);
  const pieces = [
    '1',
    '9',
    '0',
    '.',
    '-',
    '+',
    'e',
    'E',
    'm',
    's',
    'h',
    'd',
    'w',
    'y',
    ':',
    'T',
    'Z',
    '2015',
    '-07',
    'inf',
    'NaN',
    '%',
    '&',
    '=',
    '\u0000',
    'é',
    '_',
    'U__',
  ];
  const until = performance.now() + 1_000;
  let inputs = 0;
  while (performance.now() < until && inputs < 200_000) {
    inputs++;
    const text = Array.from({ length: random.int(0, 12) }, () => random.pick(pieces)).join('');
    try {
      const time = parseTime(text);
      expect(time).toBeGreaterThanOrEqual(MIN_TIME_MS);
      expect(time).toBeLessThanOrEqual(MAX_TIME_MS);
    } catch (thrown) {
      expect((thrown as Error).message).toBe(`cannot parse ${quote(text)} to a valid timestamp`);
    }
    try {
      expect(Number.isFinite(parseDuration(text))).toBe(true);
    } catch (thrown) {
      expect((thrown as Error).message).toContain(`cannot parse ${quote(text)} to a valid duration`);
    }
    expect(typeof unescapeName(text)).toBe('string');
    expect(parseForm(text, text).all('x')).toBeInstanceOf(Array);
  }
  expect(inputs).toBeGreaterThan(1_000);
});
