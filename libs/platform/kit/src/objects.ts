/** Objects that are not workloads: configuration, services, accounts, claims. Each is an L1 class of Kubernetes 1.34. */
import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-34';
import type { ServiceInput } from './component.ts';
import type { Context } from './context.ts';
import { exemption, LABEL } from './conventions.ts';
import { RenderError } from './render-error.ts';
import type { Memory } from './resources.ts';
import { syncOptions } from './sync-annotations.ts';
import type { Endpoint } from './system.ts';

/** A ConfigMap as a pod mounts it; `hash` changes with its content, so that pods roll when it does. */
export interface ConfigReference {
  readonly configMap: string;
  readonly hash: string;
}

export function configMap(
  context: Context,
  name: string,
  data: Readonly<Record<string, string>>,
  metadata: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> } = {},
): ConfigReference {
  new k8s.KubeConfigMap(context.chart, `config-${name}`, { metadata: { name, ...metadata }, data: { ...data } });
  return { configMap: name, hash: contentHash(data) };
}

/** Twelve hexadecimal digits that change when the value does. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}

export interface ServiceOptions {
  /** Endpoints of the context's own system; all must name the same Service. */
  readonly endpoints: readonly Endpoint[];
  /** The workload that serves them (`app.kubernetes.io/component`). */
  readonly workload: string;
  readonly input?: ServiceInput;
  readonly headless?: boolean;
  readonly publishNotReadyAddresses?: boolean;
  readonly annotations?: Record<string, string>;
  /** Selects other pods than those of `workload`, for instance those an operator makes. */
  readonly selector?: Record<string, string>;
}

export function service(context: Context, options: ServiceOptions): void {
  const [first] = options.endpoints;
  if (first === undefined)
    throw new RenderError(
      'invalid-input',
      `A Service of "${context.system.name}" has no endpoints. Name at least one.`,
    );
  const input = options.input ?? { type: 'ClusterIP' };
  if (input.type === 'LoadBalancer' && !context.cluster.loadBalancer) {
    throw new RenderError(
      'invalid-input',
      `Cluster "${context.cluster.name}" has no load balancer, but "${context.system.name}" asks for a LoadBalancer Service. Use ClusterIP or NodePort in clusters/${context.cluster.name}/cluster.ts.`,
    );
  }
  // The type check demands them, but render runs without one.
  const nodePorts: Readonly<Record<string, number>> = input.type === 'NodePort' ? (input.nodePorts ?? {}) : {};
  if (input.type === 'NodePort' && Object.keys(nodePorts).length === 0) {
    throw new RenderError(
      'invalid-input',
      `"${context.system.name}" on ${context.cluster.name} is given a NodePort without a pinned port. Name one in clusters/${context.cluster.name}/cluster.ts: nodePorts: { ${first.name}: 30000 }.`,
    );
  }
  const ports: Readonly<Record<string, number>> = input.type === 'LoadBalancer' ? (input.ports ?? {}) : {};
  for (const name of [...Object.keys(nodePorts), ...Object.keys(ports)]) {
    if (!options.endpoints.some((endpoint) => endpoint.name === name)) {
      throw new RenderError(
        'invalid-input',
        `${input.type === 'NodePort' ? 'nodePorts' : 'ports'} of "${context.system.name}" on ${context.cluster.name} names "${name}"; its endpoints are ${options.endpoints.map((endpoint) => endpoint.name).join(', ')}.`,
      );
    }
  }
  new k8s.KubeService(context.chart, `service-${first.service}`, {
    metadata: { name: first.service, ...(options.annotations && { annotations: options.annotations }) },
    spec: {
      type: input.type,
      ...(options.headless && { clusterIp: 'None' }),
      ...(options.publishNotReadyAddresses && { publishNotReadyAddresses: true }),
      selector: options.selector ?? { [LABEL.name]: context.system.name, [LABEL.component]: options.workload },
      ports: options.endpoints.map((endpoint) => ({
        name: endpoint.name,
        port: ports[endpoint.name] ?? endpoint.port,
        targetPort: k8s.IntOrString.fromNumber(endpoint.port),
        protocol: endpoint.protocol === 'udp' ? 'UDP' : 'TCP',
        ...(nodePorts[endpoint.name] !== undefined && { nodePort: nodePorts[endpoint.name] as number }),
        ...(endpoint.protocol === 'grpc' && { appProtocol: 'kubernetes.io/h2c' }),
      })),
    },
  });
  if (input.type !== 'ClusterIP') {
    for (const endpoint of options.endpoints) {
      if (input.type === 'LoadBalancer' || nodePorts[endpoint.name] !== undefined) context.exposed.add(endpoint.port);
    }
  }
}

/** A service account, the only way for a pod to get a token. */
export interface Account {
  readonly name: string;
}

export interface AccountOptions {
  readonly name: string;
  /** Rules in the component's own namespace. */
  readonly rules?: readonly k8s.PolicyRule[];
  /** Rules in the whole cluster; the team's AppProject then admits the two kinds. */
  readonly clusterRules?: readonly k8s.PolicyRule[];
  /** Why the cluster rules may be as wide as they are, where the guard `rights` would refuse them. */
  readonly wideBecause?: string;
}

export function account(context: Context, options: AccountOptions): Account {
  const { name } = options;
  const { chart } = context;
  const { namespace } = context.system;
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  new k8s.KubeServiceAccount(chart, `account-${name}`, { metadata: { name }, automountServiceAccountToken: false });
  if (options.rules !== undefined) {
    new k8s.KubeRole(chart, `role-${name}`, { metadata: { name }, rules: [...options.rules] });
    new k8s.KubeRoleBinding(chart, `role-binding-${name}`, {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects,
    });
  }
  if (options.clusterRules !== undefined) {
    const clusterName = `chimera-${name}`;
    new k8s.KubeClusterRole(chart, `cluster-role-${name}`, {
      metadata: {
        name: clusterName,
        ...(options.wideBecause !== undefined && { annotations: { [exemption('rights')]: options.wideBecause } }),
      },
      rules: [...options.clusterRules],
    });
    new k8s.KubeClusterRoleBinding(chart, `cluster-role-binding-${name}`, {
      metadata: { name: clusterName },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterName },
      subjects,
    });
  }
  return { name };
}

/** A claim that survives the component: neither pruned nor deleted with its Application. */
export function claim(context: Context, name: string, size: Memory, storageClass?: string): { readonly claim: string } {
  new k8s.KubePersistentVolumeClaim(context.chart, `claim-${name}`, {
    metadata: { name, annotations: syncOptions({ prune: false, delete: false }) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClass ?? context.cluster.storageClasses[0],
      resources: { requests: { storage: k8s.Quantity.fromString(size) } },
    },
  });
  return { claim: name };
}

/** A custom resource (or any object without an L1 class); the schema guard checks its fields. */
export function customObject(
  context: Context,
  object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: {
      readonly name: string;
      readonly namespace?: string;
      readonly labels?: Record<string, string>;
      readonly annotations?: Record<string, string>;
    };
    readonly [field: string]: unknown;
  },
): void {
  new ApiObject(context.chart, `${object.kind}-${object.metadata.name}`, object as never);
}
