/** Fuzz target: paths, parameters and forms of the API, through the handler with the real engine. */
import { createEngine, DEFAULT_ENGINE_OPTIONS } from '@chimera/promql-engine';
import type { FuzzTarget, Verdict } from '@chimera/testing';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { createQueryApi, createStatusApi } from './api.ts';
import { DEFAULT_API_LIMITS } from './api-limits.ts';
import { matchRoute } from './routes.ts';
import type { StatusProvider } from './status-provider.ts';

const NOW = 1_700_000_000_000;

/** Method, path, query and form, a line each. */
const REQUESTS = [
  'GET\n/query\nquery=up%7Bjob%3D%22a%22%7D&time=1700000000.5&timeout=1m&lookback_delta=30s&stats=all&limit=5\n',
  'POST\n/query_range\n\nquery=rate(x_total%5B5m%5D)&start=1699999000&end=2023-11-14T22:13:20.123Z&step=15s&stats=1',
  'GET\n/series\nmatch[]=up&match[]={job=~"a|b"}&start=1699990000&end=1700000000&limit=1\n',
  'GET\n/labels\nmatch[]=up&start=-9223309901257974&end=9223309901257974\n',
  'GET\n/label/job/values\nmatch%5B%5D=up\n',
  'GET\n/label/U__http_2e_path/values\nstart=1e9\n',
  'GET\n/query_exemplars\nquery=x_total&start=0&end=1700000000\n',
  'GET\n/metadata\nmetric=up&limit=1&limit_per_metric=1\n',
  'GET\n/rules\ntype=alert&exclude_alerts=t&group_limit=5&match[]=up\n',
  'GET\n/targets/metadata\nmatch_target=%7Bjob%3D"a"%7D&limit=1\n',
  'GET\n/format_query\nquery=sum(up)by(job)\n',
  'GET\n/parse_query\nquery=-up%20offset%205m\n',
];

const WORDS = [
  ...[
    'query=',
    '&',
    'start=',
    'end=',
    'step=',
    'time=',
    'timeout=',
    'limit=',
    'match[]=',
    'stats=all',
    '%',
    '%00',
    '%ff',
    '%u',
  ],
  ...[
    '-1',
    '1e308',
    'NaN',
    'Inf',
    '0',
    '1ms',
    '9999999999999',
    '0000-01-01T00:00:00Z',
    '2023-11-14T22:13:20+14:00',
    '5m30s',
  ],
  ...['/query', '/series', '/label/', '/values', 'U__', '\n', '+'],
];

const LIMITS = { ...DEFAULT_API_LIMITS, maxResultBytes: 4 * 1024 ** 2, maxPointsPerSeries: 500, timeoutMs: 900 };

const STATUS: StatusProvider = {
  buildInfo: () => ({ version: '3', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' }),
  runtimeInfo: () => ({
    ...{ startTime: '', CWD: '', hostname: '', serverTime: '', reloadConfigSuccess: true, lastConfigTime: '' },
    ...{
      corruptionCount: 0,
      goroutineCount: 1,
      GOMAXPROCS: 2,
      GOMEMLIMIT: 0,
      GOGC: '',
      GODEBUG: '',
      storageRetention: '',
    },
  }),
  flags: () => new Map([['a', 'b']]),
  configYaml: () => '',
  metadata: () => new Map([['up', { type: 'gauge', help: 'Is it?', unit: '' }]]),
  activeQueries: () => [],
  cancelQuery: (id) => id === '7',
  queryExemplars: (_, { minMs }) => [
    { seriesLabels: ['__name__', 'up'], exemplars: [{ labels: ['a', 'b'], value: NaN, timestampMs: minMs }] },
  ],
};

export const FUZZ: readonly FuzzTarget[] = [
  {
    name: 'http-parameters',
    says: 'method, path, query and form of an API request',
    corpus: () => REQUESTS.map((text) => Buffer.from(text)),
    hostile: () =>
      [
        'GET\n/query\nquery=up&time=x\n',
        'GET\n/query_range\nquery=up&start=0&end=1e12&step=1ms\n',
        'GET\n/nothing\n\n',
      ].map((text) => Buffer.from(text)),
    words: WORDS,
    open: () => {
      const api = createQueryApi({
        engine: createEngine({ ...DEFAULT_ENGINE_OPTIONS, maxSamples: 200_000 }),
        queryable: store(),
        limits: LIMITS,
        now: () => NOW,
      });
      const statusApi = createStatusApi(STATUS, LIMITS.maxResultBytes);
      const head = { chunkCount: 3, minTimeMs: 0, maxTimeMs: NOW };
      return {
        run: async (input: Uint8Array): Promise<Verdict> => {
          const [method = '', path = '', query = '', ...form] = new TextDecoder().decode(input).split('\n');
          const match = matchRoute(method, path);
          const chosen = match.found === 'route' && match.route.runs === 'status' ? statusApi : api;
          const request = { method, path, query, body: form.join('\n'), head };
          const { status, error } = await chosen.handle(request, () => false);
          // 503: a query that the engine's own deadline ended.
          if (status >= 500 && status !== 503) throw new Error(`answered ${status}: ${JSON.stringify(error)}`);
          return status === 200 ? 'accepted' : 'refused';
        },
      };
    },
  },
];

function store() {
  const storage = createMemoryStorage();
  for (const labels of [
    { __name__: 'up', job: 'a' },
    { __name__: 'up', job: 'b' },
    { __name__: 'x_total', job: 'a', 'http.path': '/ü' },
  ]) {
    const ref = storage.series(labelsFrom(labels)) as number;
    const values = Float64Array.from({ length: 100 }, (_, i) => i);
    storage.appendRegular(ref, NOW - 1_500_000, 15_000, values, 0, values.length, new AppendCounts());
  }
  return storage;
}
