/** Duration expressions worked out. */
import { expect, test } from 'vitest';
import { ALL_FEATURES } from './options.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { DurationError, resolveDurations } from './resolve-duration.ts';

const resolve = (query: string): string =>
  print(resolveDurations(parse(query, ALL_FEATURES), { stepMs: 15_000, rangeMs: 3_600_000 }));

test.each([
  ['a[5m]', 'a[5m]'],
  ['a[26m + 4m]', 'a[30m]'],
  ['a[60 * 30]', 'a[30m]'],
  ['a[2m * (10 + 5)]', 'a[30m]'],
  ['a[1h / 2]', 'a[30m]'],
  ['a[1h30m % 1h]', 'a[30m]'],
  ['a[2 ^ 3 ^ 2]', 'a[8m32s]'],
  ['a[-5m + 35m]', 'a[30m]'],
  ['a[1s / 3]', 'a[333ms]'],
  ['a[step() + 1ms]', 'a[15s1ms]'],
  ['a[range()] offset (step() * 2)', 'a[1h] offset 30s'],
  ['a offset -step()', 'a offset -15s'],
  ['a offset (1m - 60)', 'a'],
  ['a[max_of(step(), 1m):min_of(step(), 1m)] offset -(1h / 2)', 'a[1m:15s] offset -30m'],
  ['sum(rate(a[step() * 4])) + b offset (step() - 20)', 'sum(rate(a[1m])) + b offset -5s'],
])('%s', (query, resolved) => {
  expect(resolve(query)).toBe(resolved);
});

test.each([
  ['a[step() - 15]', '2:13: duration must be greater than 0'],
  ['a[5m:1m - step() * 4]', '5:20: duration must be greater than 0'],
  ['a[1m / (step() - 15)]', '2:20: division by zero'],
  ['a offset (1m % (step() - 15))', '10:28: modulo by zero'],
  ['a[10 ^ 400]', '2:10: duration is NaN or infinite'],
  ['a[(1 - 2) ^ 0.5]', '2:15: duration is NaN or infinite'],
  ['a offset (10 ^ 11)', '9:18: duration is out of range'],
])('%s', (query, message) => {
  expect(() => resolve(query)).toThrow(DurationError);
  expect(() => resolve(query)).toThrow(message);
});
