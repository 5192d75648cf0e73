/** 5. MyTSDB as real pods: wiped, seeded through Flight, ready only then, reached by its Service, scraped by a real Prometheus. */

import type { LiveObject, RunningCluster } from '@chimera/lab';
import { systems } from '@chimera/platform-catalog';
import { eventually } from '../../deploy/applications.ts';
import { type Check, expect } from './check.ts';
import { get, metric, post, query, type Service } from './service.ts';

const { http } = systems.mytsdb.endpoints;
const MYTSDB: Service = { namespace: http.namespace, name: http.service, port: http.port };
const { web } = systems.prometheus.endpoints;
const PROMETHEUS: Service = { namespace: web.namespace, name: web.service, port: web.port };
/** Pods x containers x series x floor(86,400 s / 15 s), as the data set defines it. */
const SEEDED = 20 * 2 * 90 * 5_760;

/** Written into the first pod; no other has it. */
const MARKER = 'written_before_the_pod_was_deleted';

export const mytsdbPods: Check = {
  name: 'MyTSDB as real pods, with its collector, sample app and Prometheus',
  async *run({ cluster }) {
    const images = await cluster.images();
    const first = await readyPod(cluster, 300);
    const spec = first['spec'] as { nodeName: string; initContainers: readonly { name: string }[] };
    expect(spec.nodeName !== 'simulated', 'the pod of MyTSDB is simulated: its image was not built');
    const { initContainerStatuses = [] } = first['status'] as PodStatus;
    expect(
      initContainerStatuses[0]?.name === 'wipe-data' && initContainerStatuses[0].state.terminated?.exitCode === 0,
      'the init container did not wipe',
    );
    yield `wiped by ${initContainerStatuses[0]?.name}, ready with ${await seededSamples(cluster)} seeded samples`;

    await post(cluster, MYTSDB, '/api/v1/import/prometheus', `${MARKER} 1\n`);
    await eventually('the marker', 10, async () => (await query(cluster, MYTSDB, MARKER)).length === 1);

    let since = Date.now();
    await cluster.client.delete({
      apiVersion: 'v1',
      kind: 'Pod',
      name: first.metadata.name,
      namespace: MYTSDB.namespace,
    });
    const unready = await eventually('a new pod that runs and is not ready', 120, async () => {
      const pod = await newestPod(cluster);
      return pod !== undefined && pod.metadata.uid !== first.metadata.uid && isRunning(pod) && !isReady(pod)
        ? pod
        : undefined;
    });
    const refused = await get(cluster, MYTSDB, '/health').then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(refused !== '', 'the Service led to a pod that was not ready');
    const second = await readyPod(cluster, 300);
    expect(second.metadata.uid === unready.metadata.uid, 'the pod was replaced while it was seeded');
    expect((await query(cluster, MYTSDB, MARKER)).length === 0, 'the new pod has what was written to the old one');
    yield `deleted pod: a new and empty one, without an endpoint until seeded; ready after ${elapsed(since)} with ${await seededSamples(cluster)} samples`;

    since = Date.now();
    await cluster.kubectl([
      'exec',
      '-n',
      MYTSDB.namespace,
      second.metadata.name,
      '-c',
      'mytsdb',
      '--',
      'node',
      '-e',
      'process.kill(1, "SIGTERM")',
    ]);
    await eventually('the pod to be unready after its server ended', 60, async () => {
      const pod = await newestPod(cluster);
      return pod !== undefined && !isReady(pod);
    });
    const third = await readyPod(cluster, 300);
    expect(third.metadata.uid === second.metadata.uid, 'the pod was replaced, not only its server');
    const restarts =
      (third['status'] as PodStatus).containerStatuses?.find(({ name }) => name === 'mytsdb')?.restartCount ?? 0;
    expect(restarts > 0, 'the server was not restarted');
    yield `server killed alone: unready at once, seeded again by the same seeder; ready after ${elapsed(since)} with ${await seededSamples(cluster)} samples`;

    // The checklist of seed 004: both streams, told apart by `job`, instant and range, as Grafana asks.
    const streams = ['container_cpu_usage_seconds_total', 'kube_pod_status_phase', 'node_memory_MemAvailable_bytes'];
    for (const name of streams)
      expect((await query(cluster, MYTSDB, `count(${name})`)).length === 1, `the seeded ${name} is not there`);
    const end = Math.floor(Date.now() / 1000);
    const range = JSON.parse(
      await get(
        cluster,
        MYTSDB,
        `/api/v1/query_range?query=${encodeURIComponent('sum by (namespace) (rate(container_cpu_usage_seconds_total[5m]))')}&start=${end - 86_400}&end=${end}&step=300`,
      ),
    ) as { data: { result: { values: unknown[] }[] } };
    expect(
      range.data.result.length >= 5 && range.data.result.every(({ values }) => values.length > 100),
      'the range query over a day is too short',
    );
    const variables = JSON.parse(
      await get(cluster, MYTSDB, `/api/v1/series?match[]=kube_pod_status_phase&start=${end - 86_400}&end=${end}`),
    ) as { data: unknown[] };
    expect(variables.data.length > 0, 'label_values() of a dashboard variable would be empty');
    expect((await query(cluster, MYTSDB, '1+1')).length > 0, "Grafana's Save & Test would fail");
    yield `instant, range and series requests as Grafana 7.5.5 sends them: ${range.data.result.length} namespaces over a day, ${variables.data.length} series behind a variable`;

    const collector = `${systems.otelCollector.images.server.repository}:${systems.otelCollector.images.server.tag}`;
    if (images.some((image) => image.endsWith(collector))) {
      await eventually(
        'the sample app in MyTSDB, through the collector',
        120,
        async () => (await query(cluster, MYTSDB, 'http_requests_total{job=~".*sample-app"}')).length > 0,
      );
      yield 'sample app -> collector -> MyTSDB by their Service names: http_requests_total{job="sample-app"} is there';
    } else yield 'NOT PROVED: the collector is simulated here, so the stream of the sample app cannot arrive';

    const prometheus = `${systems.prometheus.images.server.repository}:${systems.prometheus.images.server.tag}`;
    if (images.some((image) => image.endsWith(prometheus))) {
      await eventually(
        'a real Prometheus to scrape MyTSDB',
        180,
        async () => (await query(cluster, PROMETHEUS, 'mytsdb_samples > 0')).length > 0,
      );
      yield 'a real Prometheus scrapes it: mytsdb_samples is there';
    } else yield 'NOT PROVED: Prometheus is simulated here, so nothing scrapes MyTSDB';
  },
};

type PodStatus = {
  readonly phase?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly containerStatuses?: readonly {
    readonly name: string;
    readonly restartCount: number;
    readonly state: { readonly running?: object };
  }[];
  readonly initContainerStatuses?: readonly {
    readonly name: string;
    readonly state: { readonly terminated?: { readonly exitCode: number } };
  }[];
};

async function newestPod({ client }: RunningCluster): Promise<LiveObject | undefined> {
  const pods = await client.list('v1', 'Pod', MYTSDB.namespace);
  return pods
    .filter(
      ({ metadata }) =>
        metadata.labels?.['app.kubernetes.io/name'] === systems.mytsdb.name && metadata.deletionTimestamp === undefined,
    )
    .sort((a, b) => ((a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? 1 : -1))[0];
}

const isReady = (pod: LiveObject): boolean =>
  ((pod['status'] as PodStatus).conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');

const isRunning = (pod: LiveObject): boolean =>
  ((pod['status'] as PodStatus).containerStatuses ?? []).some(
    ({ name, state }) => name === 'mytsdb' && state.running !== undefined,
  );

function readyPod(cluster: RunningCluster, seconds: number): Promise<LiveObject> {
  return eventually('a ready pod of MyTSDB', seconds, async () => {
    const pod = await newestPod(cluster);
    return pod !== undefined && isReady(pod) ? pod : undefined;
  });
}

/** Throws unless the whole set is there. */
async function seededSamples(cluster: RunningCluster): Promise<string> {
  const samples = await eventually('the metric of seeded samples', 30, () =>
    metric(cluster, MYTSDB, 'mytsdb_seeded_samples'),
  );
  expect(samples >= SEEDED, `ready with ${samples} seeded samples; the set has ${SEEDED}`);
  return samples.toLocaleString('en');
}

function elapsed(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
