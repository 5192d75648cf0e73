import { expect, test } from 'vitest';
import { type Chosen, interpolate, type PanelTime, stepSec } from './grafana-query.ts';

const hour: PanelTime = { rangeSec: 3_600, maxPoints: 800, scrapeSec: 15 };

test.each([
  [{ ...hour }, 15],
  [{ ...hour, rangeSec: 86_400 }, 120],
  [{ ...hour, rangeSec: 604_800 }, 900],
  [{ ...hour, rangeSec: 604_800, maxPoints: 1_600 }, 300],
])('step of %o', (time, step) => {
  expect(stepSec(time)).toBe(step);
});

test("Grafana's own variables", () => {
  const day = { ...hour, rangeSec: 86_400 };
  expect(interpolate('rate(a[$__rate_interval])', new Map(), hour)).toBe('rate(a[1m])');
  expect(interpolate('rate(a[$__rate_interval]) * ${__interval_ms}', new Map(), day)).toBe('rate(a[135s]) * 120000');
  expect(interpolate('increase(a[$__range]) / $__range_s + rate(b[$__interval])', new Map(), day)).toBe(
    'increase(a[86400s]) / 86400 + rate(b[2m])',
  );
});

test('values are escaped for regular expressions inside of a string, "All" is sent as it is', () => {
  const chosen = new Map<string, Chosen>([
    ['several', { kind: 'several', values: ['10.0.0.1:9090', 'b'] }],
    ['single', { kind: 'several', values: ['a+b'] }],
    ['all', { kind: 'raw', text: '.+' }],
    ['one', { kind: 'one', value: '10.0.0.1', escape: 'plain' }],
    ['two', { kind: 'one', value: '10.0.0.1', escape: 'regex' }],
  ]);
  expect(interpolate('a{b=~"$several",c=~"${single}",d=~"$all",e="$one",f=~"$two"}', chosen, hour)).toBe(
    'a{b=~"(10\\\\.0\\\\.0\\\\.1:9090|b)",c=~"a\\\\+b",d=~".+",e="10.0.0.1",f=~"10\\\\.0\\\\.0\\\\.1"}',
  );
});

test('an unknown variable is an error', () => {
  expect(() => interpolate('up{job="$job"}', new Map(), hour)).toThrow('$job is not defined, in up{job="$job"}');
});
