/**
 * MyTSDB: wiped at each start, seeded through Arrow Flight by the container beside it, and ready only when both the server and
 * the seeder say so. The store is memory, so it is its own Application and one pod.
 */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  type Container,
  defineComponent,
  deployment,
  type Memory,
  type Resources,
  resources,
  route,
  type SingleReplicaInputs,
  service,
} from '@chimera/platform-kit';
import { SEEDED } from './grafana-provisioning.ts';

const system = systems.mytsdb;
const { http, arrow, otlp, 'otlp-http': otlpHttp } = system.endpoints;

export interface MyTsdbInputs extends SingleReplicaInputs {
  /** Cap of the stored samples; the oldest go first. Query threads and the program itself come on top. */
  readonly maxMemory: `${number}MiB` | `${number}GiB`;
  readonly retention: `${number}d`;
  /** Threads that run queries, and the JavaScript heap of each. */
  readonly queryThreads: number;
  readonly queryThreadHeap: `${number}MiB`;
  readonly seed: {
    /** Named size of the data set: `small` is 20.7 million samples in one day, `week` as many in seven. */
    readonly preset: 'small' | 'week' | 'medium' | 'large';
    /** Days before now; fractions too. The preset's own number where it is null. */
    readonly days: number | null;
    readonly resources: Resources;
  };
  /** Lock file and start token: the samples are in memory. */
  readonly dataSize: Memory;
}

export const mytsdb = defineComponent<MyTsdbInputs>({
  system,
  inputs: {
    // Two would each hold a data set of their own.
    replicas: 1,
    resources: resources('500m', '1Gi', '2', '2Gi'),
    service: { type: 'ClusterIP' },
    host: 'mytsdb',
    // With two query threads of 256 MiB and the program it stays below the limit of 2 GiB.
    maxMemory: '1GiB',
    retention: '15d',
    // A fixed number: one thread per core of a large node would not fit the memory.
    queryThreads: 2,
    queryThreadHeap: '256MiB',
    // About 20.7 million samples, the number that seed 004 settled on.
    seed: { preset: 'small', days: null, resources: resources('200m', '256Mi', '1', '512Mi') },
    dataSize: '64Mi',
  },
  metrics: [{ port: http.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'MyTsdbNotReady',
      expr: 'max by (namespace, pod) (mytsdb_state{state=~"starting|seeding"}) == 1',
      for: '15m',
      severity: 'critical',
      summary: 'MyTSDB {{ $labels.pod }} has not been ready for 15 minutes',
      runbook: {
        symptom: 'Its Service has no endpoint: Grafana shows no data from MyTSDB, the collector queues.',
        check:
          'kubectl -n mytsdb logs deploy/mytsdb -c k8s-seed tells how far the seed is; /-/ready of the server tells why it is not.',
        fix: 'Delete the pod: it is wiped and seeded anew. When the seed does not fit the memory, take a smaller preset.',
      },
    },
    {
      alert: 'MyTsdbRefusesSamples',
      expr: 'sum by (namespace, pod, protocol, reason) (rate(mytsdb_rejected_samples_total{reason!="draining"}[5m])) > 1',
      for: '10m',
      severity: 'warning',
      summary:
        'MyTSDB refuses {{ $value | humanize }} samples a second from {{ $labels.protocol }}: {{ $labels.reason }}',
      runbook: {
        symptom: 'Samples of a sender are missing, and the sender is told so.',
        check: 'The reason says which limit or rule; the log of the server and of the sender name a series.',
        fix: 'series_limit, memory_limit: raise the flag, or send fewer series. out_of_order, too_old, too_new: repair the clock or the batching of the sender.',
      },
    },
    {
      alert: 'MyTsdbDropsForMemory',
      expr: 'sum by (namespace, pod) (increase(mytsdb_dropped_samples_total{cause="memory"}[15m])) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'MyTSDB {{ $labels.pod }} forgets old samples because its memory is full',
      runbook: {
        symptom: 'Queries over long ranges begin later than the retention says.',
        check:
          'mytsdb_oldest_sample_seconds tells how far back it reaches, mytsdb_series how many series take the room.',
        fix: 'Raise maxMemory and the memory limit together, or send fewer series.',
      },
    },
    {
      alert: 'MyTsdbRefusesQueries',
      expr: 'sum by (namespace, pod, reason) (rate(mytsdb_queries_refused_total[5m])) > 0',
      for: '10m',
      severity: 'warning',
      summary: 'MyTSDB {{ $labels.pod }} refuses queries: {{ $labels.reason }}',
      runbook: {
        symptom: 'Panels show an error, clients get HTTP 429 or 503.',
        check: 'mytsdb_queries by state shows how many run and wait; the log names slow queries.',
        fix: 'Find the client with too many or too heavy queries; otherwise raise queryThreads and the CPU limit.',
      },
    },
    {
      alert: 'MyTsdbQueryThreadDied',
      expr: 'sum by (namespace, pod) (increase(mytsdb_query_thread_crashes_total[30m])) > 0',
      for: '0m',
      severity: 'warning',
      summary: 'A query thread of MyTSDB {{ $labels.pod }} ended unexpectedly',
      runbook: {
        symptom: 'The queries of that thread failed; a new thread has taken its place.',
        check: 'The log names the query. Usually it held more than the heap of one thread.',
        fix: 'Narrow the query, or raise queryThreadHeap and the memory limit together.',
      },
    },
    {
      alert: 'MyTsdbReceivesNothing',
      expr: 'max by (namespace, pod) (time() - mytsdb_newest_sample_seconds) > 300',
      for: '5m',
      severity: 'warning',
      summary: 'The newest sample of MyTSDB {{ $labels.pod }} is {{ $value | humanizeDuration }} old',
      runbook: {
        symptom: 'Boards end in the past: neither the seeder nor the collector delivers.',
        check: 'Read the logs of the container k8s-seed and of the collector; both name the address they send to.',
        fix: 'Restart what has stopped; a wrong clock on the node shows as too_new among the refused samples.',
      },
    },
  ],
  // The board of its data set is mounted under seed 004's names, by Grafana itself.
  boards: boardsOf(system).filter(({ uid }) => uid !== SEEDED.uid),
  build(_chart, inputs, context) {
    deployment(context, {
      replicas: inputs.replicas,
      strategy: 'Recreate',
      // A large seed takes minutes.
      progressDeadlineSeconds: 1800,
      pod: {
        uid: 10001,
        fsGroup: 10001,
        metrics: { port: http.port },
        terminationGraceSeconds: 60,
        exempt: {
          'probes.k8s-seed':
            'it listens on nothing: when it ends it is restarted, and while it has not seeded the server stays unready',
        },
        volumes: { data: { emptyDir: inputs.dataSize }, ready: { emptyDir: '16Mi' } },
        init: [wipe()],
        containers: [server(inputs), seeder(inputs)],
      },
    });
    service(context, { endpoints: [http, arrow, otlp, otlpHttp], workload: 'server', input: inputs.service });
    route(context, { host: inputs.host });
  },
});

const READY_FILE = '/ready/seed_done';
const mounts = { data: '/data', ready: '/ready' };

/** A pod's volumes survive the restart of its containers, but a new pod begins empty, whatever its node kept. */
function wipe(): Container {
  return {
    name: 'wipe-data',
    image: system.images.server,
    command: ['sh', '-c', 'rm -rf /data/* /data/.[!.]* /ready/* /ready/.[!.]*'],
    resources: resources('10m', '16Mi', '100m', '64Mi'),
    mounts,
  };
}

function server(inputs: MyTsdbInputs): Container {
  return {
    name: 'mytsdb',
    image: system.images.server,
    args: [
      `--http-port=${http.port}`,
      `--arrow-port=${arrow.port}`,
      '--data-dir=/data',
      `--address=0.0.0.0:${otlp.port}`,
      `--otlp-http-port=${otlpHttp.port}`,
      '--host=0.0.0.0',
      '--expect-seed',
      `--ready-file=${READY_FILE}`,
      `--retention=${inputs.retention}`,
      `--max-memory=${inputs.maxMemory}`,
      `--query-workers=${inputs.queryThreads}`,
      `--query-worker-heap=${inputs.queryThreadHeap}`,
    ],
    ports: { http: http.port, arrow: arrow.port, otlp: otlp.port, 'otlp-http': otlpHttp.port },
    resources: inputs.resources,
    mounts,
    live: { http: '/health', port: http.port, failureThreshold: 6 },
    // The file alone would mark an empty server ready after it crashed by itself: the volume outlives a container.
    ready: { exec: ['sh', '-c', `test -f ${READY_FILE} && node /app/probe.js`], timeoutSeconds: 5 },
  };
}

function seeder({ seed }: MyTsdbInputs): Container {
  return {
    name: 'k8s-seed',
    image: system.images.server,
    command: ['node', '/app/k8s-data-generator.js'],
    args: [`--target=localhost:${arrow.port}`, `--ready-file=${READY_FILE}`, '--follow'],
    env: {
      SEED_PRESET: seed.preset,
      ...(seed.days !== null && { SEED_DAYS: String(seed.days) }),
      SEED_ANOMALIES_FILE: '/ready/anomalies.json',
    },
    resources: seed.resources,
    mounts: { ready: '/ready' },
  };
}
