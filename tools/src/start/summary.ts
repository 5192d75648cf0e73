/** What `npm start` prints when all is up: where to look, how much there is, and one query as proof. */
import type { Client, Sample } from './client.ts';
import { type StartOptions, urlHost } from './flags.ts';

export const PROOF_QUERY = 'sum(rate(http_requests_total[5m])) by (service, namespace)';

/** The table, as text. `startedMs`: when `npm start` began, Unix ms. */
export async function summarize(client: Client, options: StartOptions, seconds: number): Promise<string> {
  const host = urlHost(options.host);
  const url = `http://${host}:${options.httpPort}`;
  const [samples, series, memory, proof] = await Promise.all([
    client.ownMetric('mytsdb_samples'),
    client.ownMetric('mytsdb_series'),
    client.ownMetric('process_resident_memory_bytes'),
    client.query(PROOF_QUERY, options.end),
  ]);
  const rows: [string, string][] = [
    ['Web page', `${url}/`],
    ['PromQL API', `${url}/api/v1/query (Grafana data source: ${url})`],
    ['OTLP/gRPC', options.otlpAddress],
    ['OTLP/HTTP', `http://${host}:${options.otlpHttpPort}/v1/metrics`],
    ['Arrow Flight', `${host}:${options.arrowPort}`],
    ['Samples', samples.toLocaleString('en-US')],
    ['Series', series.toLocaleString('en-US')],
    ['Ready after', `${seconds.toFixed(1)} s`],
    ['Server memory', `${Math.round(memory / 1_048_576)} MiB resident`],
  ];
  const table = rows.map(([name, value]) => `  ${name.padEnd(14)} ${value}`);
  return ['', ...table, '', `  ${PROOF_QUERY}`, ...proofRows(proof), ''].join('\n');
}

function proofRows(samples: readonly Sample[]): string[] {
  if (samples.length === 0) return ['    no series: this data set is without http_requests_total'];
  return [...samples]
    .sort((a, b) => b.value - a.value)
    .map(({ metric, value }) => {
      const who = metric['service'] === undefined ? 'sample-app' : `${metric['namespace']}/${metric['service']}`;
      return `    ${who.padEnd(22)} ${value.toFixed(1).padStart(8)} requests/s`;
    });
}
