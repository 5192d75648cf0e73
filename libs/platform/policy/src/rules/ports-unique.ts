/** Ports of the nodes are one namespace for the whole cluster: two owners of one port, and the second never starts. */
import { describe } from '../identity.ts';
import { objectAt, objectsAt, stringAt } from '../json.ts';
import type { ClusterObjects, PlacedObject, Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { workloadsOf } from '../workloads.ts';

const ID = 'ports-unique';
const FIRST = 30_000;
const LAST = 32_767;

export const portsUnique: Rule = {
  id: ID,
  title: 'node ports are pinned, in range, and taken once; so are ports of the host',
  *check(cluster) {
    const owners = new Map<string, PlacedObject>();
    for (const { placed, port, protocol, host } of takenPorts(cluster)) {
      const where = describe(placed.object);
      if (port === undefined) {
        yield violation(ID, placed, `${where}: its node port is not pinned, so that every re-creation changes it`, {
          fix: 'give the endpoint a port in nodePorts of the input service',
        });
        continue;
      }
      if (!host && (port < FIRST || port > LAST))
        yield violation(ID, placed, `${where}: node port ${port} is not between ${FIRST} and ${LAST}`, {
          fix: 'choose one in that range',
        });
      const key = `${protocol}/${port}`;
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, placed);
      else
        yield violation(
          ID,
          placed,
          `${where}: port ${port} of the nodes (${protocol}) belongs to ${describe(owner.object)}`,
          {
            fix: 'choose another port in clusters/*/cluster.ts or in the component',
          },
        );
    }
  },
};

interface TakenPort {
  readonly placed: PlacedObject;
  /** Undefined when Kubernetes is to choose one. */
  readonly port: number | undefined;
  readonly protocol: string;
  readonly host: boolean;
}

function* takenPorts(cluster: ClusterObjects): Iterable<TakenPort> {
  for (const placed of cluster.objects) {
    const spec = objectAt(placed.object, 'spec');
    if (placed.object.kind !== 'Service' || placed.object.apiVersion !== 'v1') continue;
    if (spec['type'] !== 'NodePort') continue;
    for (const port of objectsAt(spec, 'ports'))
      yield { placed, port: numberOf(port['nodePort']), protocol: stringAt(port, 'protocol') ?? 'TCP', host: false };
  }
  for (const { placed, containers, podSpec } of workloadsOf(cluster)) {
    for (const port of containers.flatMap(({ spec }) => objectsAt(spec, 'ports'))) {
      const taken = numberOf(podSpec['hostNetwork'] === true ? port['containerPort'] : port['hostPort']);
      if (taken !== undefined) yield { placed, port: taken, protocol: stringAt(port, 'protocol') ?? 'TCP', host: true };
    }
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
