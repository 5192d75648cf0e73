/** Pods that the Prometheus operator makes, as far as its resources say (read in its v0.85.0 sources). */
import { groupOf } from './identity.ts';
import { type Json, objectAt, objectsAt, stringAt } from './json.ts';
import type { RenderedObject } from './rule.ts';

interface Operated {
  /** The container, and the value of `app.kubernetes.io/name`. */
  readonly name: string;
  /** The governing Service, with its ports by name. */
  readonly service: string;
  readonly ports: Readonly<Record<string, number>>;
}

const OPERATED: Readonly<Record<string, Operated>> = {
  Alertmanager: { name: 'alertmanager', service: 'alertmanager-operated', ports: { web: 9093, mesh: 9094 } },
  Prometheus: { name: 'prometheus', service: 'prometheus-operated', ports: { web: 9090 } },
  PrometheusAgent: { name: 'prometheus-agent', service: 'prometheus-agent-operated', ports: { web: 9090 } },
  ThanosRuler: { name: 'thanos-ruler', service: 'thanos-ruler-operated', ports: { web: 10902, grpc: 10901 } },
};

/** The container's security settings, which the operator writes itself. */
const SECURITY = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };

/** What the operator makes of the object: undefined for a kind that it does not run. */
export function operatedOf({ apiVersion, kind }: RenderedObject): Operated | undefined {
  return groupOf(apiVersion) === 'monitoring.coreos.com' && Object.hasOwn(OPERATED, kind) ? OPERATED[kind] : undefined;
}

/** The pod template that the operator makes of the object, with its main container and those that the object adds. */
export function operatedPod(object: RenderedObject): Json | undefined {
  const operated = operatedOf(object);
  if (operated === undefined) return undefined;
  const spec = objectAt(object, 'spec');
  const main = {
    name: operated.name,
    image: spec['image'],
    imagePullPolicy: spec['imagePullPolicy'] ?? 'IfNotPresent',
    resources: spec['resources'],
    ports: Object.entries(operated.ports).map(([name, containerPort]) => ({ name, containerPort })),
    securityContext: SECURITY,
    env: spec['env'] ?? [],
  };
  const added = objectsAt(spec, 'containers');
  const patch = added.find((container) => stringAt(container, 'name') === operated.name);
  return {
    metadata: {
      annotations: objectAt(spec, 'podMetadata', 'annotations'),
      labels: {
        ...objectAt(spec, 'podMetadata', 'labels'),
        'app.kubernetes.io/name': operated.name,
        'app.kubernetes.io/instance': object.metadata.name,
        'app.kubernetes.io/managed-by': 'prometheus-operator',
        [operated.name]: object.metadata.name,
      },
    },
    spec: {
      ...spec,
      // The reloader's image and resources are the operator's flags; a patch of it is no container of its own.
      containers: [
        { ...main, ...patch },
        ...added.filter((container) => container !== patch && container['image'] !== undefined),
      ],
      initContainers: objectsAt(spec, 'initContainers').filter((container) => container['image'] !== undefined),
    },
  };
}
