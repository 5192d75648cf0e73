/** What Prometheus' Kubernetes discovery says of pods and endpoints, for tests (read in its v3.1 sources: pod.go, endpointslice.go). */
import type { LabelSet } from './relabel.ts';

export interface PodFacts {
  readonly name: string;
  readonly namespace?: string;
  readonly ip?: string;
  readonly node?: string;
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly annotations?: LabelSet;
  readonly labels?: LabelSet;
  readonly containers: readonly ContainerFacts[];
}

export interface ContainerFacts {
  readonly name: string;
  readonly init?: true;
  readonly ports?: readonly { readonly port: number; readonly name?: string; readonly protocol?: 'TCP' | 'UDP' }[];
}

const P = '__meta_kubernetes_';

/** Role `pod`: one target per declared port, one without port for a container that declares none. */
export function podTargets(pod: PodFacts): readonly LabelSet[] {
  const ip = pod.ip ?? '10.1.0.7';
  return pod.containers.flatMap((container) => {
    const common = { ...podLabels(pod), ...containerLabels(container) };
    if (container.ports === undefined || container.ports.length === 0) return [{ ...common, __address__: ip }];
    return container.ports.map((port) => ({ ...common, ...portLabels(port), __address__: join(ip, port.port) }));
  });
}

export interface ServiceFacts {
  readonly name: string;
  readonly namespace?: string;
  readonly annotations?: LabelSet;
  readonly labels?: LabelSet;
  /** Target ports. */
  readonly ports: readonly { readonly port: number; readonly name: string; readonly protocol?: 'TCP' | 'UDP' }[];
  /** Behind it; an address for an endpoint that is no pod. */
  readonly endpoints: readonly (PodFacts | string)[];
}

/** Role `endpointslice`: one target per endpoint and port, and one per further port that an endpoint's pod declares. */
export function endpointTargets(service: ServiceFacts): readonly LabelSet[] {
  const about = {
    [`${P}namespace`]: service.namespace ?? 'apps',
    [`${P}service_name`]: service.name,
    ...prefixed('service_annotation', service.annotations),
    ...prefixed('service_label', service.labels),
  };
  return service.endpoints.flatMap((endpoint) => {
    const pod = typeof endpoint === 'string' ? null : endpoint;
    const ip = typeof endpoint === 'string' ? endpoint : (endpoint.ip ?? '10.1.0.7');
    const ofPod = pod === null ? {} : podLabels(pod);
    const declared = (pod?.containers ?? []).flatMap((container) =>
      (container.ports ?? []).map((port) => ({ container, port })),
    );
    const own = service.ports.map(({ port, name, protocol = 'TCP' }) => {
      const match = declared.find((one) => one.port.port === port);
      return {
        ...about,
        ...ofPod,
        ...(match && { ...containerLabels(match.container), ...portLabels(match.port) }),
        [`${P}endpointslice_port`]: String(port),
        [`${P}endpointslice_port_name`]: name,
        [`${P}endpointslice_port_protocol`]: protocol,
        ...(pod !== null && { [`${P}endpointslice_endpoint_node_name`]: pod.node ?? 'node-a' }),
        __address__: join(ip, port),
      };
    });
    const further = declared
      .filter(({ port }) => !service.ports.some((one) => one.port === port.port))
      .map(({ container, port }) => ({
        ...about,
        ...ofPod,
        ...containerLabels(container),
        ...portLabels(port),
        __address__: join(ip, port.port),
      }));
    return [...own, ...further];
  });
}

function podLabels(pod: PodFacts): LabelSet {
  return {
    [`${P}namespace`]: pod.namespace ?? 'apps',
    [`${P}pod_name`]: pod.name,
    [`${P}pod_ip`]: pod.ip ?? '10.1.0.7',
    [`${P}pod_node_name`]: pod.node ?? 'node-a',
    [`${P}pod_phase`]: pod.phase ?? 'Running',
    ...prefixed('pod_annotation', pod.annotations),
    ...prefixed('pod_label', pod.labels),
  };
}

function containerLabels(container: ContainerFacts): LabelSet {
  return {
    [`${P}pod_container_name`]: container.name,
    [`${P}pod_container_init`]: String(container.init === true),
  };
}

function portLabels({
  port,
  name = '',
  protocol = 'TCP',
}: {
  readonly port: number;
  readonly name?: string;
  readonly protocol?: 'TCP' | 'UDP';
}): LabelSet {
  return {
    [`${P}pod_container_port_number`]: String(port),
    [`${P}pod_container_port_name`]: name,
    [`${P}pod_container_port_protocol`]: protocol,
  };
}

function prefixed(kind: string, values: LabelSet = {}): LabelSet {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${P}${kind}_${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`, value]),
  );
}

function join(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
