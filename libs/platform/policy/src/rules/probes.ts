/** What runs for ever is watched by the kubelet: liveness and readiness, on ports that the container has. */
import { objectAt, valueAt } from '../json.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { describeContainer, portsOf, type Workload, workloadsOf } from '../workloads.ts';

const ID = 'probes';

export const probes: Rule = {
  id: ID,
  title: 'containers that run for ever have liveness and readiness probes, on ports that their pod declares',
  *check(cluster) {
    for (const workload of workloadsOf(cluster)) {
      if (!workload.longRunning || workload.operated) continue;
      for (const container of workload.containers) {
        if (container.role === 'init') continue;
        const report = (message: string, fix: string) =>
          violation(ID, workload.placed, `${describeContainer(workload, container)}: ${message}`, {
            fix,
            part: container.name,
          });
        for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
          const declared = container.spec[probe] !== undefined;
          if (!declared && probe !== 'startupProbe')
            yield report(`no ${probe}`, `add ${probe} with httpGet, tcpSocket, grpc or exec`);
          const port = declared ? probedPort(objectAt(container.spec, probe)) : undefined;
          if (port !== undefined && !declaresPort(workload, port))
            yield report(
              `${probe} asks port ${port}, which no container of the pod declares`,
              'add the port to the container, or correct the probe',
            );
        }
      }
    }
  },
};

function probedPort(probe: unknown): number | string | undefined {
  for (const handler of ['httpGet', 'tcpSocket', 'grpc']) {
    const port = valueAt(probe, handler, 'port');
    if (typeof port === 'number' || typeof port === 'string') return port;
  }
  return undefined;
}

function declaresPort(workload: Workload, port: number | string): boolean {
  return portsOf(workload).some((declared) => declared.port === port || declared.name === port);
}
