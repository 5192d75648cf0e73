import { expect, test } from 'vitest';
import { createRegistry } from './registry.ts';

test('counters, gauges and histograms in the text format', () => {
  const registry = createRegistry();
  const requests = registry.counter('requests_total', 'Requests.');
  requests.inc({ path: '/a"\\\n' });
  requests.inc({ path: '/a"\\\n' }, 2);
  requests.inc();
  registry.gauge('temperature', 'Now.', () => [
    [{ room: 'a' }, 21.5],
    [{ room: 'b' }, Number.NaN],
    [{ room: 'c' }, Number.POSITIVE_INFINITY],
  ]);
  registry.counterOf('seconds_total', 'CPU.', () => 1e-7);
  const latency = registry.histogram('latency_seconds', 'How long.', [0.1, 1]);
  for (const seconds of [0.05, 0.1, 0.5, 7]) latency.observe(seconds, { route: 'x' });
  expect(registry.text()).toBe(`# HELP requests_total Requests.
# TYPE requests_total counter
requests_total{path="/a\\"\\\\\\n"} 3
requests_total 1
# HELP temperature Now.
# TYPE temperature gauge
temperature{room="a"} 21.5
temperature{room="b"} NaN
temperature{room="c"} +Inf
# HELP seconds_total CPU.
# TYPE seconds_total counter
seconds_total 1e-7
# HELP latency_seconds How long.
# TYPE latency_seconds histogram
latency_seconds_bucket{route="x",le="0.1"} 2
latency_seconds_bucket{route="x",le="1"} 3
latency_seconds_bucket{route="x",le="+Inf"} 4
latency_seconds_sum{route="x"} 7.65
latency_seconds_count{route="x"} 4
`);
});
