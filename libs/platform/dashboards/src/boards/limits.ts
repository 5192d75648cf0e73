/**
 * Usage against limits, as the second seed wants it: cAdvisor's usage against cAdvisor's limits and reservations, and against the
 * requests and limits that Kubernetes knows (the only requests on cgroup v2, where the reservation is 0).
 */
import { type Row, row } from '../layout.ts';
import { graph } from '../panels/make-panel.ts';
import { query } from '../query.ts';

/** `filter` selects containers, without the sandbox of the pod; `by` is what a line stands for. */
export function limitsRow(filter: string, by: string): Row {
  const legend = by
    .split(', ')
    .map((label) => `{{${label}}}`)
    .join(' ');
  const sum = (expr: string): string => `sum by (${by}) (${expr})`;
  const cpu = sum(`rate(container_cpu_usage_seconds_total{${filter}}[$__rate_interval])`);
  const kube = (kind: 'requests' | 'limits', resource: 'cpu' | 'memory'): string =>
    sum(`kube_pod_container_resource_${kind}{${filter},resource="${resource}"}`);
  const dashed = 'limit|request|reservation|quota';
  return row('Limits', [
    graph(
      'Memory against limit',
      [
        query(sum(`container_memory_usage_bytes{${filter}}`), `${legend} used`),
        query(sum(`container_spec_memory_limit_bytes{${filter}} > 0`), `${legend} limit`),
      ],
      { unit: 'bytes', dashed },
    ),
    graph(
      'Memory against reservation',
      [
        query(sum(`container_memory_usage_bytes{${filter}}`), `${legend} used`),
        query(
          sum(`container_spec_memory_reservation_limit_bytes{${filter}}`),
          `${legend} reservation (0 on cgroup v2)`,
        ),
      ],
      { unit: 'bytes', dashed },
    ),
    graph(
      'CPU against quota',
      [
        query(cpu, `${legend} used`),
        query(sum(`container_spec_cpu_quota{${filter}} / container_spec_cpu_period{${filter}}`), `${legend} quota`),
      ],
      { dashed },
    ),
    graph('CPU shares', query(sum(`container_spec_cpu_shares{${filter}}`), legend)),
    graph(
      'CPU against requests and limits',
      [
        query(cpu, `${legend} used`),
        query(kube('requests', 'cpu'), `${legend} request`),
        query(kube('limits', 'cpu'), `${legend} limit`),
      ],
      { dashed },
    ),
    graph(
      'Memory against requests and limits',
      [
        query(sum(`container_memory_working_set_bytes{${filter}}`), `${legend} used`),
        query(kube('requests', 'memory'), `${legend} request`),
        query(kube('limits', 'memory'), `${legend} limit`),
      ],
      { unit: 'bytes', dashed },
    ),
    graph(
      'CPU throttled',
      query(
        `${sum(`rate(container_cpu_cfs_throttled_periods_total{${filter}}[$__rate_interval])`)} / ${sum(`rate(container_cpu_cfs_periods_total{${filter}}[$__rate_interval])`)}`,
        legend,
      ),
      { unit: 'percentunit' },
    ),
    graph(
      'Share of the memory limit',
      query(
        `${sum(`container_memory_working_set_bytes{${filter}}`)} / ${sum(`container_spec_memory_limit_bytes{${filter}} > 0`)}`,
        legend,
      ),
      { unit: 'percentunit' },
    ),
  ]);
}
