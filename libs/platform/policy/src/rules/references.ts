/** Everything that an object names exists on its cluster: a typo, or a component that is not installed, shows at render time. */
import { describe, findObject } from '../identity.ts';
import { objectReferences } from '../references/object-references.ts';
import { podReferences } from '../references/pod-references.ts';
import type { Reference } from '../references/reference.ts';
import { textReferences } from '../references/text-references.ts';
import type { ClusterObjects, Rule } from '../rule.ts';
import { configMapKeys, type Keys, secretKeys } from '../secrets.ts';
import { findService, type ServicePort, servicesOf, targetPorts } from '../services.ts';
import { suggest } from '../suggest.ts';
import { violation } from '../violation.ts';
import { portsOf, type Workload, workloadsOf } from '../workloads.ts';

const ID = 'references';

export const references: Rule = {
  id: ID,
  title: 'Secrets, ConfigMaps, keys, claims, accounts, Services and ports that an object names exist on that cluster',
  *check(cluster) {
    for (const reference of allReferences(cluster)) {
      const error = errorOf(cluster, reference);
      if (error !== undefined)
        yield violation(ID, reference.from, `${describe(reference.from.object)}, ${reference.at}: ${error}`, {
          fix: 'correct the name, or install the component that brings it in clusters/*/cluster.ts',
          part: reference.name,
        });
    }
    yield* checkServices(cluster);
  },
};

function* allReferences(cluster: ClusterObjects): Iterable<Reference> {
  for (const workload of workloadsOf(cluster)) yield* podReferences(workload);
  for (const placed of cluster.objects) {
    yield* objectReferences(placed);
    yield* textReferences(placed);
  }
}

/** Names that are there on every cluster. */
const BUILT_IN: Readonly<Partial<Record<Reference['kind'], RegExp>>> = {
  ClusterRole: /^(?:admin|cluster-admin|edit|view|system:.+)$/,
  Namespace: /^(?:default|kube-(?:system|public|node-lease))$/,
  PriorityClass: /^system-(?:cluster|node)-critical$/,
  ServiceAccount: /^default$/,
};

const GROUPS: Readonly<Partial<Record<Reference['kind'], string>>> = {
  ClusterRole: 'rbac.authorization.k8s.io',
  ClusterSecretStore: 'external-secrets.io',
  Middleware: 'traefik.io',
  Namespace: '',
  PersistentVolumeClaim: '',
  PriorityClass: 'scheduling.k8s.io',
  Role: 'rbac.authorization.k8s.io',
  SecretStore: 'external-secrets.io',
  ServiceAccount: '',
  TraefikService: 'traefik.io',
};

function errorOf(cluster: ClusterObjects, reference: Reference): string | undefined {
  const { kind, namespace, name } = reference;
  if (BUILT_IN[kind]?.test(name) === true) return undefined;
  switch (kind) {
    case 'ConfigMap':
      return keyError(reference, configMapKeys(cluster, namespace, name));
    case 'Secret':
      return keyError(reference, secretKeys(cluster, namespace, name));
    case 'Service':
      return serviceError(cluster, reference);
    case 'StorageClass': {
      const classes = cluster.cluster.storageClasses;
      const known =
        name === '' || classes.includes(name) || findObject(cluster, 'storage.k8s.io', kind, '', name) !== undefined;
      return known ? undefined : `the cluster has no StorageClass ${name}; it has ${classes.join(', ')}`;
    }
    case 'Workload': {
      const known = workloadsOf(cluster).some((workload) => workload.namespace === namespace && workload.name === name);
      return known ? undefined : `there is no workload ${namespace}/${name}`;
    }
    default:
      return findObject(cluster, GROUPS[kind] ?? '', kind, namespace, name) === undefined
        ? `there is no ${kind} ${namespace === '' ? name : `${namespace}/${name}`}`
        : undefined;
  }
}

function keyError({ kind, namespace, name, key }: Reference, keys: Keys | undefined): string | undefined {
  if (keys === undefined)
    return `there is no ${kind} ${namespace}/${name}${kind === 'Secret' ? ', and no ExternalSecret makes it' : ''}`;
  if (key === undefined || keys === 'any' || keys.has(key)) return undefined;
  return `${kind} ${namespace}/${name} has no key "${key}"${suggest(key, [...keys])}`;
}

function serviceError(cluster: ClusterObjects, { namespace, name, port }: Reference): string | undefined {
  const service = findService(cluster, namespace, name);
  if (service === undefined)
    return `there is no Service ${namespace}/${name}${suggest(`${namespace}/${name}`, [...servicesOf(cluster).keys()])}`;
  if (port === undefined || service.ports.some((known) => known.port === port || known.name === port)) return undefined;
  const ports = service.ports.map((known) => (known.name === undefined ? known.port : `${known.name} ${known.port}`));
  return `Service ${namespace}/${name} has no port ${port}; it has ${ports.join(', ')}`;
}

/** A Service leads to pods, and its ports to ports of theirs. */
function* checkServices(cluster: ClusterObjects) {
  for (const { placed, selecting, backends, ports } of servicesOf(cluster).values()) {
    if (placed === undefined || !selecting) continue;
    const where = describe(placed.object);
    if (backends.length === 0)
      yield violation(ID, placed, `${where}: selects no pods`, {
        fix: 'give it the labels of the pods: name and component',
      });
    for (const port of ports) {
      if (backends.length === 0 || backends.some((backend) => leadsTo(port, backend))) continue;
      yield violation(
        ID,
        placed,
        `${where}: port ${port.port} leads to ${port.target}, which its pods do not declare`,
        {
          fix: 'correct targetPort, or declare the port in the container',
        },
      );
    }
  }
}

function leadsTo(port: ServicePort, backend: Workload): boolean {
  const declared = new Set(portsOf(backend).map((one) => one.port));
  return targetPorts(port, backend).some((number) => declared.has(number));
}
