import { expect, it } from 'vitest';
import { labelNameFor } from './label-name.ts';
import { type MetricKind, metricNameFor } from './metric-name.ts';
import { unitName } from './units.ts';

it.each<[string, string, MetricKind, string]>([
  ['http.server.request.duration', 's', 'histogram', 'http_server_request_duration_seconds'],
  ['system.memory.usage', 'By', 'sum', 'system_memory_usage_bytes'],
  ['system.io', 'By', 'counter', 'system_io_bytes_total'],
  ['http_requests_total', '', 'counter', 'http_requests_total'],
  ['total.requests', '{request}', 'counter', 'requests_total'],
  ['system.cpu.utilization', '1', 'gauge', 'system_cpu_utilization_ratio'],
  ['ratio.of.things', '1', 'gauge', 'of_things_ratio'],
  ['things', '1', 'counter', 'things_total'],
  ['network.throughput', 'By/s', 'gauge', 'network_throughput_bytes_per_second'],
  ['disk.io_bytes', 'By', 'gauge', 'disk_io_bytes'],
  ['speed', 'm/s', 'gauge', 'speed_meters_per_second'],
  ['requests', '{request}/s', 'gauge', 'requests_per_second'],
  ['power', 'foo.bar', 'gauge', 'power_foo_bar'],
  ['a__b..c', '', 'gauge', 'a_b_c'],
  ['température', '', 'gauge', 'temp_rature'],
  ['5xx.count', '', 'gauge', '_5xx_count'],
  ['ns:recorded', '', 'gauge', 'ns:recorded'],
  ['cpu', '%', 'gauge', 'cpu_percent'],
  ['x', 'weird/', 'gauge', 'x_weird'],
  ['…', '', 'gauge', ''],
  ['', 's', 'gauge', ''],
])('%s in %s, a %s, is %s', (name, unit, kind, expected) => {
  expect(metricNameFor(name, unit, kind, 'UnderscoreEscapingWithSuffixes')).toBe(expected);
});

it.each([
  ['http.method', 'http_method'],
  ['a-b c', 'a_b_c'],
  ['_private', 'key_private'],
  ['__reserved__', '__reserved__'],
  ['1st', 'key_1st'],
  ['ключ', ''],
  ['', ''],
])('the attribute %s is the label %s', (attribute, label) => {
  expect(labelNameFor(attribute, 'UnderscoreEscapingWithSuffixes')).toBe(label);
  expect(labelNameFor(attribute, 'NoTranslation')).toBe(attribute);
});

it.each([
  ['s', 'seconds'],
  ['By/s', 'bytes_per_second'],
  ['{packet}/s', 'per_second'],
  ['1', ''],
])('the unit %s is %s', (unit, name) => {
  expect(unitName(unit)).toBe(name);
});

it.each<[string, string, MetricKind, string, string]>([
  [
    'http.server.request.duration',
    's',
    'histogram',
    'http_server_request_duration',
    'http.server.request.duration_seconds',
  ],
  ['http_requests_total', '', 'counter', 'http_requests_total', 'http_requests_total'],
  ['requests.total', '{request}', 'counter', 'requests_total', 'requests_total'],
  ['io', 'By/s', 'counter', 'io', 'io_bytes_per_second_total'],
  ['io.bytes', 'By', 'gauge', 'io_bytes', 'io.bytes'],
  ['cpu.ratio', '1', 'gauge', 'cpu_ratio', 'cpu_ratio'],
  ['power', 'foo.bar', 'gauge', 'power', 'power_foo.bar'],
  ['a__b..c', '', 'gauge', 'a__b_c', 'a__b..c'],
  ['5xx', '', 'gauge', '_5xx', '5xx'],
  ['température', '', 'gauge', 'temp_rature', 'température'],
  ['…', '', 'gauge', '', '…'],
  ['', 's', 'gauge', '', ''],
])('%s in %s, a %s: escaped alone %s, suffixes alone %s', (name, unit, kind, escaped, suffixed) => {
  expect(metricNameFor(name, unit, kind, 'UnderscoreEscapingWithoutSuffixes')).toBe(escaped);
  expect(metricNameFor(name, unit, kind, 'NoUTF8EscapingWithSuffixes')).toBe(suffixed);
  expect(metricNameFor(name, unit, kind, 'NoTranslation')).toBe(name);
});
