/** The flags of OTLP ingestion, from the command line to the labels of a series. */
import { afterEach, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

let server: ServerProcess | null = null;
afterEach(() => server?.dispose());

const attributes = (of: Record<string, string>) =>
  Object.entries(of).map(([key, stringValue]) => ({ key, value: { stringValue } }));

/** A delta counter in bytes, of a resource and a scope. */
function request(now: number): string {
  const times = { timeUnixNano: `${now}000000`, startTimeUnixNano: `${now - 10_000}000000` };
  const dataPoints = [{ ...times, asInt: '3', attributes: attributes({ 'http.method': 'GET' }) }];
  const metrics = [
    { name: 'sent.data', unit: 'By', sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true } },
  ];
  const resource = {
    attributes: attributes({ 'service.name': 'shop', 'k8s.pod.name': 'pod-1', 'host.name': 'h', 'os.type': 'linux' }),
  };
  return JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'lib' }, metrics }] }] });
}

/** All series but target_info's own labels, after one request to a server with these flags. */
async function seriesWith(...flags: string[]): Promise<Record<string, string>[]> {
  server = await startServerProcess(flags);
  const headers = { 'content-type': 'application/json' };
  const body = request(Date.now());
  expect((await fetch(`${server.otlpHttpUrl}/v1/metrics`, { method: 'POST', headers, body })).status).toBe(200);
  const answer = await fetch(`${server.url}/api/v1/series?${new URLSearchParams({ 'match[]': '{__name__!=""}' })}`);
  return ((await answer.json()) as { data: Record<string, string>[] }).data;
}

test('names, promoted and ignored attributes, scopes, identifying attributes, zeros at the start', async () => {
  const series = await seriesWith(
    ...['--otlp-translation-strategy', 'NoUTF8EscapingWithSuffixes', '--otlp-promote-resource-attributes', '*'],
    ...['--otlp-ignore-resource-attributes', 'host.name,os.type', '--otlp-promote-scope-metadata'],
    ...['--otlp-keep-identifying-resource-attributes', '--enable-feature', 'created-timestamp-zero-ingestion'],
  );
  expect(series).toEqual([
    {
      __name__: 'sent.data_bytes_total',
      'http.method': 'GET',
      job: 'shop',
      'k8s.pod.name': 'pod-1',
      otel_scope_name: 'lib',
      'service.name': 'shop',
    },
    expect.objectContaining({ __name__: 'target_info', 'service.name': 'shop', 'os.type': 'linux' }),
  ]);
  const query = encodeURIComponent('{"sent.data_bytes_total"}[1h]');
  const { data } = (await (await fetch(`${server?.url}/api/v1/query?query=${query}`)).json()) as {
    data: { result: { values: [number, string][] }[] };
  };
  expect(data.result[0]?.values.map(([, value]) => value)).toEqual(['0', '3']);
});

test('a list of attributes', async () => {
  const [series] = await seriesWith('--otlp-promote-resource-attributes', 'os.type,k8s.pod.name');
  expect(series).toEqual({
    __name__: 'sent_data_bytes_total',
    http_method: 'GET',
    job: 'shop',
    k8s_pod_name: 'pod-1',
    os_type: 'linux',
  });
});
