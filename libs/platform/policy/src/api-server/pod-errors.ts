/** Validation of pods. */
import { type Json, objectAt, objectsAt, stringAt } from '../json.ts';
import type { Container, Workload } from '../workloads.ts';
import { isDnsLabel, isPortName, repeated } from './syntax.ts';

const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

export function* podErrors(workload: Workload): Iterable<string> {
  const { containers, podSpec } = workload;
  for (const name of repeated(containers.map((container) => container.name))) yield `has two containers called ${name}`;
  const volumes = objectsAt(podSpec, 'volumes').map((volume) => stringAt(volume, 'name') ?? '');
  for (const volume of volumes) if (!isDnsLabel(volume)) yield `"${volume}" is not a legal name of a volume`;
  const claims = objectsAt(workload.placed.object, 'spec', 'volumeClaimTemplates').map(
    (claim) => stringAt(claim, 'metadata', 'name') ?? '',
  );
  const ports = containers.flatMap(({ spec }) =>
    objectsAt(spec, 'ports').flatMap((port) => stringAt(port, 'name') ?? []),
  );
  for (const name of repeated(ports)) yield `has two ports called ${name}`;
  for (const container of containers)
    for (const message of containerErrors(container, workload.operated ? undefined : new Set([...volumes, ...claims])))
      yield `container ${container.name}: ${message}`;
}

/** `volumes` is undefined where an operator adds some. */
function* containerErrors({ name, spec, role }: Container, volumes: ReadonlySet<string> | undefined): Iterable<string> {
  if (!isDnsLabel(name)) yield 'the name is not legal: lower-case letters, digits and dashes';
  for (const mount of objectsAt(spec, 'volumeMounts')) {
    const volume = stringAt(mount, 'name') ?? '';
    if (volumes !== undefined && !volumes.has(volume)) yield `mounts ${volume}, which is no volume of the pod`;
  }
  for (const port of objectsAt(spec, 'ports')) {
    const { name: portName, containerPort } = port;
    if (typeof portName === 'string' && !isPortName(portName))
      yield `"${portName}" is not a legal port name: at most 15 lower-case letters, digits, dashes`;
    if (typeof containerPort === 'number' && (containerPort < 1 || containerPort > 65_535))
      yield `${containerPort} is no port`;
  }
  for (const variable of objectsAt(spec, 'env'))
    if (variable['value'] !== undefined && variable['valueFrom'] !== undefined)
      yield `variable ${stringAt(variable, 'name')} has a value and a source`;
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'])
    yield* probeErrors(probe, objectAt(spec, probe), role);
}

function* probeErrors(name: string, probe: Json, role: Container['role']): Iterable<string> {
  if (Object.keys(probe).length === 0) return;
  if (role === 'init') yield `${name}: an init container that ends has no probes`;
  const handlers = HANDLERS.filter((handler) => probe[handler] !== undefined);
  if (handlers.length !== 1)
    yield `${name}: needs one of ${HANDLERS.join(', ')}, has ${handlers.length === 0 ? 'none' : handlers.join(' and ')}`;
  const threshold = probe['successThreshold'];
  if (name !== 'readinessProbe' && typeof threshold === 'number' && threshold !== 1)
    yield `${name}: successThreshold must be 1`;
}
