import { createEngine, DEFAULT_ENGINE_OPTIONS } from '@chimera/promql-engine';
import { labelsFrom } from '@chimera/tsdb-model';
import { AppendCounts, createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createQueryApi, createStatusApi } from './api.ts';
import { DEFAULT_API_LIMITS } from './api-limits.ts';
import type { StatusProvider } from './status-provider.ts';

const storage = createMemoryStorage();

function append(labels: Record<string, string>, values: readonly number[]): void {
  const ref = storage.series(labelsFrom(labels)) as number;
  storage.appendRegular(ref, 0, 15_000, new Float64Array(values), 0, values.length, new AppendCounts());
}

append({ __name__: 'up', job: 'a', instance: '<1>' }, [1, 1, 0, 1, 1]);
append({ __name__: 'up', job: 'b', instance: '2' }, [0, 0.5, 1, 1e-9, 2]);
append({ __name__: 'http_requests_total', job: 'a', 'http.path': '/ü' }, [0, 10, 20, 30, 40]);

const api = createQueryApi({
  engine: createEngine(DEFAULT_ENGINE_OPTIONS),
  queryable: storage,
  limits: { ...DEFAULT_API_LIMITS, maxQueryLength: 200 },
  now: () => 60_000,
});

const head = { chunkCount: 3, minTimeMs: 0, maxTimeMs: 60_000 };
const textOf = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString();

async function get(path: string, parameters: Record<string, string | string[]> = {}, cancelled = false) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) for (const one of [value].flat()) search.append(name, one);
  const request = { method: 'GET', path, query: search.toString(), body: '', head };
  const answer = await api.handle(request, () => cancelled);
  return { status: answer.status, body: textOf(answer.chunks), error: answer.error };
}

const success = (data: string, more = ''): string => `{"status":"success","data":${data}${more}}`;

test('query: vector, scalar, string and matrix', async () => {
  expect(await get('/query', { query: 'up', time: '60' })).toEqual({
    status: 200,
    body: success(
      '{"resultType":"vector","result":[' +
        '{"metric":{"__name__":"up","instance":"<1>","job":"a"},"value":[60,"1"]},' +
        '{"metric":{"__name__":"up","instance":"2","job":"b"},"value":[60,"2"]}]}',
    ),
    error: null,
  });
  expect((await get('/query', { query: 'up', time: '45.5' })).body).toContain('"value":[45.500,"1e-09"]');
  expect((await get('/query', { query: '1 / 3', time: '0.001' })).body).toBe(
    success('{"resultType":"scalar","result":[0.001,"0.3333333333333333"]}'),
  );
  expect((await get('/query', { query: '"text"' })).body).toBe(success('{"resultType":"string","result":[60,"text"]}'));
  expect((await get('/query', { query: 'up{job="b"}[30s]' })).body).toBe(
    success(
      '{"resultType":"matrix","result":[{"metric":{"__name__":"up","instance":"2","job":"b"},"values":[[45,"1e-09"],[60,"2"]]}]}',
    ),
  );
  expect((await get('/query', { query: 'absent_metric' })).body).toBe(success('{"resultType":"vector","result":[]}'));
});

test('query_range: a matrix, steps without a sample left out', async () => {
  const range = { start: '30', end: '60', step: '15s' };
  expect((await get('/query_range', { query: 'up{job="b"} > 0.5', ...range })).body).toBe(
    success(
      '{"resultType":"matrix","result":[{"metric":{"__name__":"up","instance":"2","job":"b"},"values":[[30,"1"],[60,"2"]]}]}',
    ),
  );
  expect((await get('/query_range', { query: 'time()', start: '0', end: '1', step: '0.5' })).body).toBe(
    success('{"resultType":"matrix","result":[{"metric":{},"values":[[0,"0"],[0.500,"0.5"],[1,"1"]]}]}'),
  );
});

test('warnings, infos, limit and stats', async () => {
  expect((await get('/query', { query: 'up', limit: '1' })).body).toBe(
    success(
      '{"resultType":"vector","result":[{"metric":{"__name__":"up","instance":"<1>","job":"a"},"value":[60,"1"]}]}',
      ',"warnings":["results truncated due to limit"]',
    ),
  );
  const info = await get('/query', { query: 'rate(up{job="a"}[1m])' });
  expect(info.body).toContain(
    ',"infos":["PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \\"up\\" (1:6)"]}',
  );
  const { data } = JSON.parse((await get('/query', { query: 'up', stats: 'all' })).body) as {
    data: { stats: { samples: { totalQueryableSamples: number }; timings: { evalTotalTime: number } } };
  };
  expect(data.stats.samples.totalQueryableSamples).toBeGreaterThan(0);
  expect(data.stats.timings.evalTotalTime).toBe(0);
  const range = { query: 'sum(up)', start: '30', end: '60', step: '15' };
  const samplesOf = async (stats: string): Promise<unknown> =>
    JSON.parse((await get('/query_range', { ...range, stats })).body).data.stats.samples;
  const total = { totalQueryableSamples: 6, samplesRead: 6, peakSamples: expect.any(Number) };
  const totalQueryableSamplesPerStep = [30, 45, 60].map((seconds) => [seconds, 2]);
  expect(await samplesOf('all')).toEqual({ totalQueryableSamplesPerStep, ...total });
  expect(await samplesOf('true')).toEqual(total);
  expect((await get('/query', { query: '1', stats: 'yes' })).body).toContain('is deprecated and will be rejected');
});

test('evaluate: the value itself, with the remarks that JSON shows', async () => {
  const request = (path: string, parameters: Record<string, string>) =>
    api.evaluate(
      { method: 'GET', path, query: new URLSearchParams(parameters).toString(), body: '', head },
      () => false,
    );
  const { value, warnings } = await request('/query', { query: 'up', limit: '1' });
  expect(value).toMatchObject({ type: 'vector', samples: [{ value: 1, histogram: null }] });
  expect(warnings).toEqual(['results truncated due to limit']);
  const range = { query: 'up{job="b"} > 0.5', start: '30', end: '60', step: '15' };
  const { value: matrix } = await request('/query_range', range);
  expect(matrix).toMatchObject({ type: 'matrix', series: [{ present: Uint8Array.of(1, 0, 1) }] });
  // Ten are shown, and the rest is counted.
  const query = Array.from({ length: 12 }, (_, i) => `quantile(${i + 2}, up)`).join('+');
  const many = (await request('/query', { query })).warnings;
  expect([many.length, many[10]]).toEqual([11, '2 more warning annotations omitted']);
  await expect(request('/query', { query: 'up{' })).rejects.toMatchObject({ name: 'ApiError', type: 'bad_data' });
});

test('lookback_delta shortens how far a selector looks back', async () => {
  expect((await get('/query', { query: 'up', time: '200' })).body).toContain('"value":[200,');
  expect((await get('/query', { query: 'up', time: '200', lookback_delta: '1m' })).body).toBe(
    success('{"resultType":"vector","result":[]}'),
  );
});

test('labels, label values, series', async () => {
  expect((await get('/labels')).body).toBe(success('["__name__","http.path","instance","job"]'));
  expect((await get('/labels', { 'match[]': 'up' })).body).toBe(success('["__name__","instance","job"]'));
  expect((await get('/labels', { limit: '2' })).body).toBe(
    success('["__name__","http.path"]', ',"warnings":["results truncated due to limit"]'),
  );
  expect((await get('/label/job/values')).body).toBe(success('["a","b"]'));
  expect((await get('/label/job/values', { 'match[]': ['{job="b"}', 'nothing'] })).body).toBe(success('["b"]'));
  expect((await get('/label/job/values', { start: '100', end: '200' })).body).toBe(success('[]'));
  expect((await get('/label/instance/values')).body).toBe(success('["2","\\u003c1\\u003e"]'));
  expect((await get('/label/U__http_2e_path/values')).body).toBe(success('["/ü"]'));
  expect((await get('/label/http.path/values')).body).toBe(success('["/ü"]'));
  expect((await get('/series', { 'match[]': 'up{job="a"}' })).body).toBe(
    success('[{"__name__":"up","instance":"<1>","job":"a"}]'),
  );
  expect((await get('/series', { 'match[]': ['up', '{job="a"}'] })).body).toBe(
    success(
      '[{"__name__":"http_requests_total","http.path":"/ü","job":"a"},' +
        '{"__name__":"up","instance":"2","job":"b"},{"__name__":"up","instance":"<1>","job":"a"}]',
    ),
  );
});

test('format_query and parse_query', async () => {
  expect((await get('/format_query', { query: 'sum(up)by(job)' })).body).toBe(success('"sum by (job) (up)"'));
  expect((await get('/format_query', { query: 'up > 1' })).body).toBe(success('"up \\u003e 1"'));
  expect(JSON.parse((await get('/parse_query', { query: '-up' })).body)).toMatchObject({
    data: { type: 'unaryExpr', op: '-', expr: { type: 'vectorSelector', name: 'up' } },
  });
});

test('status/tsdb counts labels', async () => {
  expect(JSON.parse((await get('/status/tsdb', { limit: '1' })).body)).toEqual({
    status: 'success',
    data: {
      headStats: { numSeries: 3, numLabelPairs: 7, chunkCount: 3, minTime: 0, maxTime: 60_000 },
      seriesCountByMetricName: [{ name: 'up', value: 2 }],
      labelValueCountByLabelName: [{ name: '__name__', value: 2 }],
      memoryInBytesByLabelName: [{ name: '__name__', value: 21 }],
      seriesCountByLabelValuePair: [{ name: '__name__=up', value: 2 }],
    },
  });
});

test('status/tsdb asks the index of a store that has one', async () => {
  const count = (name: string) => [{ name, value: 5 }];
  const asked: number[] = [];
  const indexed = createQueryApi({
    engine: createEngine(DEFAULT_ENGINE_OPTIONS),
    queryable: { querier: () => expect.fail('all series were looked at') },
    labelCounts: (limit) => {
      asked.push(limit);
      return {
        ...{ seriesCount: 7, labelPairCount: 8, seriesByMetricName: count('m'), valuesByLabelName: count('l') },
        ...{ bytesByLabelName: count('b'), seriesByLabelPair: count('l=v') },
      };
    },
    limits: DEFAULT_API_LIMITS,
    now: () => 0,
  });
  const request = { method: 'GET', path: '/status/tsdb', query: 'limit=3', body: '', head };
  const { chunks } = await indexed.handle(request, () => false);
  expect(JSON.parse(textOf(chunks)).data).toEqual({
    headStats: { numSeries: 7, numLabelPairs: 8, chunkCount: 3, minTime: 0, maxTime: 60_000 },
    seriesCountByMetricName: count('m'),
    labelValueCountByLabelName: count('l'),
    memoryInBytesByLabelName: count('b'),
    seriesCountByLabelValuePair: count('l=v'),
  });
  expect(asked).toEqual([3]);
});

const range = { query: 'up', start: '0', end: '60', step: '15' };

test.each([
  ['/query', {}, 'invalid parameter "query": unknown position: parse error: no expression found in input'],
  [
    '/query',
    { query: 'rate(up)' },
    'invalid parameter "query": 1:6: parse error: expected type range vector in call to function "rate", got instant vector',
  ],
  [
    '/query',
    { query: 'up', time: 'x' },
    `invalid parameter "time": invalid time value for 'time': cannot parse "x" to a valid timestamp`,
  ],
  ['/query', { query: 'up', timeout: 'x' }, 'invalid parameter "timeout": cannot parse "x" to a valid duration'],
  ['/query', { query: 'up', limit: 'x' }, 'invalid parameter "limit": strconv.Atoi: parsing "x": invalid syntax'],
  [
    '/query',
    { query: 'up', lookback_delta: 'x' },
    'error parsing lookback delta duration: cannot parse "x" to a valid duration',
  ],
  [
    '/query',
    { query: 'x'.repeat(201) },
    'invalid parameter "query": the query has 201 characters, 200 are allowed. Shorten it, or raise --query-max-length',
  ],
  ['/query_range', { ...range, start: 'x' }, 'invalid parameter "start": cannot parse "x" to a valid timestamp'],
  ['/query_range', { ...range, end: '' }, 'invalid parameter "end": cannot parse "" to a valid timestamp'],
  ['/query_range', { ...range, end: '-1' }, 'invalid parameter "end": end timestamp must not be before start time'],
  ['/query_range', { ...range, step: 'x' }, 'invalid parameter "step": cannot parse "x" to a valid duration'],
  [
    '/query_range',
    { ...range, step: '0' },
    'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
  ],
  [
    '/query_range',
    { ...range, step: '-1' },
    'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
  ],
  [
    '/query_range',
    { ...range, end: '11001', step: '1' },
    'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
  ],
  [
    '/query_range',
    { ...range, query: 'up[5m]' },
    'invalid parameter "query": invalid expression type "range vector" for range query, must be Scalar or instant Vector',
  ],
  ['/labels', { 'match[]': '{}' }, 'match[] must contain at least one non-empty matcher'],
  [
    '/labels',
    { start: 'x' },
    `invalid parameter "start": invalid time value for 'start': cannot parse "x" to a valid timestamp`,
  ],
  ['/label/%ff/values', {}, 'invalid label name: "\\ufffd"'],
  ['/series', {}, 'no match[] parameter provided'],
  ['/series', { 'match[]': '{}' }, 'invalid parameter "match[]": match[] must contain at least one non-empty matcher'],
  ['/status/tsdb', { limit: '0' }, 'limit must be a positive number'],
  ['/status/tsdb', { limit: '10001' }, 'limit must not exceed 10000'],
] as const)('%s %j is bad data: %s', async (path, parameters, message) => {
  const { status, body, error } = await get(path, parameters);
  expect(error?.message).toBe(message.replace('\\ufffd', '\ufffd'));
  expect(JSON.parse(body)).toEqual({ status: 'error', errorType: 'bad_data', error: error?.message });
  expect(status).toBe(400);
});

test('what passed a limit says which', async () => {
  expect((await get('/query', { query: 'x'.repeat(201) })).error?.limit).toBe('query_length');
  expect((await get('/query_range', { ...range, end: '11001', step: '1' })).error?.limit).toBe('points_per_series');
  expect((await get('/query', { query: 'rate(up)' })).error?.limit).toBeNull();
});

test('the envelope of an error escapes as Go does', async () => {
  expect((await get('/query', { query: 'up', time: '<&"' })).body).toBe(
    `{"status":"error","errorType":"bad_data","error":"invalid parameter \\"time\\": invalid time value for 'time': cannot parse \\"\\u003c\\u0026\\\\\\"\\" to a valid timestamp"}`,
  );
});

test('the largest range of 11,000 points is answered', async () => {
  const { status } = await get('/query_range', { query: 'vector(1)', start: '0', end: '11000', step: '1' });
  expect(status).toBe(200);
});

test('a client that has gone is told 499, a deadline that passed 503, a failure of evaluation 422', async () => {
  expect(await get('/query', { query: 'up' }, true)).toMatchObject({ status: 499, error: { type: 'canceled' } });
  for (const timeout of ['-1', '0', '0s']) {
    const late = await get('/query', { query: 'sum(up)', timeout });
    expect(late).toMatchObject({ status: 503, error: { type: 'timeout' } });
  }
  const failed = await get('/query', { query: 'up + on() group_left() up' });
  expect(failed).toMatchObject({ status: 422, error: { type: 'execution' } });
});

test('a POST body goes before the URL', async () => {
  const request = { method: 'POST', path: '/query', query: 'query=2', body: 'query=1%2B0', head };
  expect(textOf((await api.handle(request, () => false)).chunks)).toContain('"result":[60,"1"]');
});

const status: StatusProvider = {
  buildInfo: () => ({ version: '3.5.0', revision: 'r', branch: 'b', buildUser: 'u', buildDate: 'd', goVersion: 'g' }),
  runtimeInfo: () => {
    throw new Error('cannot tell');
  },
  flags: () =>
    new Map([
      ['web.b', '2'],
      ['web.a', '<1>'],
    ]),
  configYaml: () => 'global: {}\n',
  metadata: () =>
    new Map([
      ['up', { type: 'gauge', help: 'Is it?', unit: '' }],
      ['http_requests_total', { type: 'counter', help: 'Requests', unit: '' }],
    ]),
  activeQueries: () => [],
  cancelQuery: (id) => id === '7',
  queryExemplars: (matcherSets, { minMs, maxMs }) => {
    const asked = matcherSets.map((matchers) => matchers.map(({ name, type, value }) => name + type + value).join());
    if (!asked.includes('job=a,__name__=up') && !asked.includes('__name__=up,job=a')) return [];
    const exemplars = [
      { labels: ['trace_id', '<x>'], value: 1e-9, timestampMs: minMs },
      { labels: [], value: NaN, timestampMs: Math.min(maxMs, 1_763_700_000_479) },
    ];
    return [{ seriesLabels: ['__name__', 'up', 'job', 'a'], exemplars }];
  },
};

test.each([
  [
    '/status/buildinfo',
    '',
    200,
    success('{"version":"3.5.0","revision":"r","branch":"b","buildUser":"u","buildDate":"d","goVersion":"g"}'),
  ],
  ['/status/flags', '', 200, success('{"web.a":"\\u003c1\\u003e","web.b":"2"}')],
  ['/status/config', '', 200, success('{"yaml":"global: {}\\n"}')],
  ['/status/runtimeinfo', '', 500, '{"status":"error","errorType":"internal","error":"cannot tell"}'],
  ['/rules', '', 200, success('{"groups":[]}')],
  ['/alerts', '', 200, success('{"alerts":[]}')],
  ['/targets', '', 200, success('{"activeTargets":[],"droppedTargets":[],"droppedTargetCounts":{}}')],
  [
    '/metadata',
    '',
    200,
    success(
      '{"http_requests_total":[{"type":"counter","unit":"","help":"Requests"}],"up":[{"type":"gauge","unit":"","help":"Is it?"}]}',
    ),
  ],
  ['/metadata', 'metric=up', 200, success('{"up":[{"type":"gauge","unit":"","help":"Is it?"}]}')],
  ['/metadata', 'metric=absent', 200, success('{}')],
  ['/metadata', 'limit=1', 200, success('{"http_requests_total":[{"type":"counter","unit":"","help":"Requests"}]}')],
  // The probe of Grafana sends milliseconds.
  ['/query_exemplars', 'query=test&start=1763700000000&end=1763700060000', 200, success('[]')],
  [
    '/query_exemplars',
    'query=rate(up{job="a"}[5m])+%2B+on()+x&start=1763700000.250',
    200,
    success(
      '[{"seriesLabels":{"__name__":"up","job":"a"},"exemplars":[' +
        '{"labels":{"trace_id":"\\u003cx\\u003e"},"value":"1e-09","timestamp":1763700000.25},' +
        '{"labels":{},"value":"NaN","timestamp":1763700000.479}]}]',
    ),
  ],
  ['/query_exemplars', 'query=1', 204, ''],
  [
    '/query_exemplars',
    'query=up&start=2&end=1',
    400,
    '{"status":"error","errorType":"bad_data","error":"end timestamp must not be before start timestamp"}',
  ],
  [
    '/query_exemplars',
    'query=',
    400,
    '{"status":"error","errorType":"bad_data","error":"unknown position: parse error: no expression found in input"}',
  ],
  ['/metadata', 'limit=x', 400, '{"status":"error","errorType":"bad_data","error":"limit must be a number"}'],
])('%s?%s answers %i', async (path, query, code, body) => {
  const answer = await createStatusApi(status, 1e6).handle({ method: 'GET', path, query, body: '', head });
  expect(textOf(answer.chunks)).toBe(body);
  expect(answer.status).toBe(code);
});

test('a query is cancelled by its id', async () => {
  const cancel = (body: string) =>
    createStatusApi(status, 1e6).handle({
      method: 'POST',
      path: '/status/active_queries/cancel',
      query: '',
      body,
      head,
    });
  const done = await cancel('id=7');
  expect([done.status, textOf(done.chunks)]).toEqual([200, success('{"cancelled":true}')]);
  expect((await cancel('id=8')).error?.message).toBe('no query with the id "8" runs or waits');
  expect((await cancel('id=8')).status).toBe(404);
  expect((await cancel('')).status).toBe(400);
});
