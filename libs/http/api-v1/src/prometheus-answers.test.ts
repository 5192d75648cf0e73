/** Parameters are refused, in the same words, and let through as an empty Prometheus does: its answers are recorded. */
import { readFileSync } from 'node:fs';
import { createEngine, DEFAULT_ENGINE_OPTIONS } from '@chimera/promql-engine';
import { createMemoryStorage } from '@chimera/tsdb-storage';
import { expect, test } from 'vitest';
import { createQueryApi, createStatusApi } from './api.ts';
import { DEFAULT_API_LIMITS } from './api-limits.ts';
import { matchRoute } from './routes.ts';
import type { StatusProvider } from './status-provider.ts';

const [, ...recorded] = readFileSync(new URL('testdata/prometheus-answers.txt', import.meta.url), 'utf8').split('\n\n');
const answers = recorded.map((text) => text.trim().split('\n') as [request: string, answer: string]);

const unasked = (): never => expect.fail('no parameter leads there');
const provider: StatusProvider = {
  metadata: () => new Map(),
  queryExemplars: () => [],
  activeQueries: () => [],
  cancelQuery: () => false,
  ...{ buildInfo: unasked, runtimeInfo: unasked, flags: unasked, configYaml: unasked },
};
const statusApi = createStatusApi(provider, 1e6);
const queryApi = createQueryApi({
  engine: createEngine(DEFAULT_ENGINE_OPTIONS),
  queryable: createMemoryStorage(),
  limits: DEFAULT_API_LIMITS,
  now: () => 60_000,
});

test('there are some for each route with parameters', () => {
  expect(answers.length).toBeGreaterThan(100);
});

test.each(answers)('%s', async (request, expected) => {
  const [path, query = ''] = `/${request}`.split(/\?(.*)/s) as [string, string?];
  const match = matchRoute('GET', path);
  const api = match.found === 'route' && match.route.runs === 'status' ? statusApi : queryApi;
  const head = { chunkCount: 0, minTimeMs: 0, maxTimeMs: 0 };
  const { status, chunks } = await api.handle({ method: 'GET', path, query, body: '', head }, () => false);
  expect(`${status} ${Buffer.concat(chunks).toString()}`.trim()).toBe(expected);
});
