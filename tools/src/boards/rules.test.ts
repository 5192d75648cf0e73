/** Every rule of the platform against the families of all components. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platformRules } from '../rules/platform-rules.ts';
import { type CheckedRule, checkRules } from './check-rules.ts';
import { type MetricsStore, prometheusStore } from './metrics-store.ts';

let store: MetricsStore;

beforeAll(async () => {
  store = await prometheusStore();
}, 120_000);
afterAll(() => store?.stop());

const ONLY_IN_TROUBLE: ReadonlyMap<string, string> = new Map([
  ['kube_pod_container_status_waiting_reason', 'exists while a container waits'],
  ['kube_pod_container_status_last_terminated_reason', 'exists with the reason of the last end'],
  ['kube_job_failed', 'exists for Jobs that failed'],
  ['mytsdb_rejected_samples_total', 'exists once a sample was refused'],
  ['mytsdb_queries_refused_total', 'exists once a query was refused'],
  ['argocd_app_info{autosync_enabled="true",sync_status!="Synced"}', 'all Applications are synced'],
  ['argocd_app_sync_total{phase=~"Error|Failed"}', 'no sync has failed'],
]);

/** All in one go: rules of one component build on those of another. */
const rules: readonly CheckedRule[] = platformRules().flatMap(({ groups }) => groups.flatMap((group) => group.rules));

test('recording rules answer, selectors of alerts match, alerts are silent', async () => {
  expect(rules.length).toBeGreaterThan(50);
  expect(await checkRules(store, rules, { onlyInTrouble: ONLY_IN_TROUBLE })).toEqual([]);
}, 60_000);

describe('what the check finds', () => {
  const check = (...broken: CheckedRule[]) => checkRules(store, broken, { onlyInTrouble: new Map() });

  test.each<[CheckedRule, string]>([
    [{ record: 'a:b:c', expr: 'sum(no_such_metric)' }, 'a:b:c: no answer: sum(no_such_metric)'],
    [{ record: 'a:b:c', expr: 'sum(' }, 'a:b:c: GET /api/v1/query_range'],
    [{ alert: 'A', expr: 'no_such_metric > 0' }, 'A: nothing matches no_such_metric'],
    [{ alert: 'A', expr: 'up{job="prometheus"} offset 5m == 1' }, 'A: fires though all is well, for {'],
    [{ alert: 'A', expr: 'vector(1) > 1' }, 'A: should always fire'],
  ])('%o', async (rule, message) => {
    const [failure = ''] = await check(rule);
    expect(failure).toContain(message);
  });

  test('an excused selector still has to name a metric and its labels', async () => {
    const excused = (expr: string) =>
      checkRules(store, [{ alert: 'A', expr }], { onlyInTrouble: new Map([[expr, 'no reason']]) });
    expect(await excused('up{job="nobody"}')).toEqual([]);
    expect(await excused('up{jobs="nobody"}')).toEqual(['A: nothing has the labels of up{jobs="nobody"}']);
  });

  test('rules may build on each other, in any order', async () => {
    const first = { record: 'test:up:sum', expr: 'sum by (job) (up)', labels: { level: 'one' } };
    const second = { record: 'test:up:max', expr: 'max(test:up:sum{level="one"})' };
    expect(await check(second, first)).toEqual([]);
    expect((await store.instant('test:up:max'))[0]?.values[0]).toBeGreaterThan(0);
    await expect(check({ record: 'x:y:z', expr: 'x:y:z + 1' })).rejects.toThrow(
      'recording rules read each other: x:y:z',
    );
  });
});
