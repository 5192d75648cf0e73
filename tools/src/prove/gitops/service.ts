/** HTTP to a Service of the cluster, through the API server's proxy: what a browser would get behind Traefik. */
import type { RunningCluster } from '@chimera/lab';

export type Service = { readonly namespace: string; readonly name: string; readonly port: number };

/** Body of a GET; throws with the API server's words when the Service has no endpoint or answers an error. */
export async function get(cluster: RunningCluster, { namespace, name, port }: Service, path: string): Promise<string> {
  return await cluster.kubectl([
    'get',
    '--raw',
    `/api/v1/namespaces/${namespace}/services/http:${name}:${port}/proxy${path}`,
  ]);
}

/** A POST with a body; answers are not looked at beyond their success. */
export async function post(cluster: RunningCluster, service: Service, path: string, body: string): Promise<void> {
  const { namespace, name, port } = service;
  await cluster.kubectl(
    ['create', '--raw', `/api/v1/namespaces/${namespace}/services/http:${name}:${port}/proxy${path}`, '-f', '-'],
    body,
  );
}

export type Sample = { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] };

/** An instant query of Prometheus' API. */
export async function query(cluster: RunningCluster, service: Service, expression: string): Promise<Sample[]> {
  const body = await get(cluster, service, `/api/v1/query?query=${encodeURIComponent(expression)}`);
  return (JSON.parse(body) as { data: { result: Sample[] } }).data.result;
}

/** A metric of a `/metrics` page; undefined when it is not there. */
export async function metric(cluster: RunningCluster, service: Service, name: string): Promise<number | undefined> {
  const line = (await get(cluster, service, '/metrics'))
    .split('\n')
    .find((each) => each.startsWith(`${name} `) || each.startsWith(`${name}{`));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}
