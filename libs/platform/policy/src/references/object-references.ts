/** What objects without pods refer to: one small function per kind, in one table. */
import { groupOf } from '../identity.ts';
import { type Json, objectAt, objectsAt, stringAt, valueAt } from '../json.ts';
import type { PlacedObject } from '../rule.ts';
import type { Reference, ReferencedKind } from './reference.ts';

/** All references of an object, except its pods' and those in texts. */
export function objectReferences(placed: PlacedObject): Reference[] {
  const { object } = placed;
  const own = object.metadata.namespace ?? '';
  const references: Reference[] = [];
  const to: To = (kind, name, at, { namespace = own, port } = {}) => {
    if (name !== undefined)
      references.push({ from: placed, at, kind, namespace, name, ...(port !== undefined && { port }) });
  };
  if (own !== '') to('Namespace', own, 'metadata.namespace', { namespace: '' });
  REFERENCES[`${groupOf(object.apiVersion)}/${object.kind}`]?.(object, to, own);
  return references;
}

type To = (
  kind: ReferencedKind,
  name: string | undefined,
  at: string,
  options?: { readonly namespace?: string; readonly port?: number | string | undefined },
) => void;

/** `own` is the object's namespace. */
type Refer = (object: Json, to: To, own: string) => void;

const REFERENCES: Readonly<Record<string, Refer>> = {
  '/PersistentVolumeClaim': (object, to) => claim(object, to, 'spec'),
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks,
  'apiextensions.k8s.io/CustomResourceDefinition': (object, to) =>
    service(
      objectAt(object, 'spec', 'conversion', 'webhook', 'clientConfig', 'service'),
      to,
      'conversion webhook',
      443,
    ),
  'apiregistration.k8s.io/APIService': (object, to) =>
    service(objectAt(object, 'spec', 'service'), to, 'spec.service', 443),
  'apps/StatefulSet': (object, to) => {
    to('Service', stringAt(object, 'spec', 'serviceName'), 'spec.serviceName');
    for (const template of objectsAt(object, 'spec', 'volumeClaimTemplates'))
      claim(template, to, 'volumeClaimTemplates');
  },
  'autoscaling/HorizontalPodAutoscaler': (object, to) =>
    to('Workload', stringAt(object, 'spec', 'scaleTargetRef', 'name'), 'spec.scaleTargetRef'),
  'external-secrets.io/ClusterSecretStore': (object, to) => secretStore(object, to),
  'external-secrets.io/ExternalSecret': (object, to) => {
    for (const reference of [objectAt(object, 'spec', 'secretStoreRef')]) store(reference, to, 'spec.secretStoreRef');
    for (const entry of [...objectsAt(object, 'spec', 'data'), ...objectsAt(object, 'spec', 'dataFrom')])
      store(objectAt(entry, 'sourceRef', 'storeRef'), to, 'sourceRef');
  },
  'external-secrets.io/SecretStore': (object, to, own) => secretStore(object, to, own),
  'monitoring.coreos.com/Alertmanager': (object, to) =>
    claim(objectAt(object, 'spec', 'storage', 'volumeClaimTemplate'), to, 'spec.storage'),
  'monitoring.coreos.com/Prometheus': (object, to, own) => {
    claim(objectAt(object, 'spec', 'storage', 'volumeClaimTemplate'), to, 'spec.storage');
    for (const one of objectsAt(object, 'spec', 'alerting', 'alertmanagers'))
      to('Service', stringAt(one, 'name'), 'spec.alerting', {
        namespace: stringAt(one, 'namespace') ?? own,
        port: portOf(one),
      });
  },
  'networking.k8s.io/Ingress': (object, to) => {
    for (const rule of objectsAt(object, 'spec', 'rules'))
      for (const path of objectsAt(rule, 'http', 'paths'))
        to('Service', stringAt(path, 'backend', 'service', 'name'), 'spec.rules', { port: ingressPort(path) });
    for (const tls of objectsAt(object, 'spec', 'tls')) to('Secret', stringAt(tls, 'secretName'), 'spec.tls');
  },
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'traefik.io/IngressRoute': (object, to, own) => {
    for (const route of objectsAt(object, 'spec', 'routes')) {
      for (const one of objectsAt(route, 'services')) traefikService(one, to, 'spec.routes', own);
      for (const one of objectsAt(route, 'middlewares'))
        to('Middleware', stringAt(one, 'name'), 'spec.routes', { namespace: stringAt(one, 'namespace') ?? own });
    }
    to('Secret', stringAt(object, 'spec', 'tls', 'secretName'), 'spec.tls');
  },
  'traefik.io/IngressRouteTCP': (object, to, own) => {
    for (const route of objectsAt(object, 'spec', 'routes'))
      for (const one of objectsAt(route, 'services')) traefikService(one, to, 'spec.routes', own);
  },
  'traefik.io/TLSStore': (object, to) => {
    to('Secret', stringAt(object, 'spec', 'defaultCertificate', 'secretName'), 'spec.defaultCertificate');
  },
  'traefik.io/Middleware': (object, to, own) => {
    for (const auth of ['basicAuth', 'digestAuth'])
      to('Secret', stringAt(object, 'spec', auth, 'secret'), `spec.${auth}`);
    for (const one of objectsAt(object, 'spec', 'chain', 'middlewares'))
      to('Middleware', stringAt(one, 'name'), 'spec.chain', { namespace: stringAt(one, 'namespace') ?? own });
  },
};

function binding(object: Json, to: To): void {
  const kind = stringAt(object, 'roleRef', 'kind');
  const name = stringAt(object, 'roleRef', 'name');
  if (kind === 'Role') to('Role', name, 'roleRef');
  else to('ClusterRole', name, 'roleRef', { namespace: '' });
  for (const subject of objectsAt(object, 'subjects'))
    if (subject['kind'] === 'ServiceAccount')
      to('ServiceAccount', stringAt(subject, 'name'), 'subjects', { namespace: stringAt(subject, 'namespace') ?? '' });
}

function claim(object: Json, to: To, at: string): void {
  to('StorageClass', stringAt(object, 'spec', 'storageClassName'), `${at}.storageClassName`, { namespace: '' });
}

function webhooks(object: Json, to: To): void {
  for (const webhook of objectsAt(object, 'webhooks'))
    service(objectAt(webhook, 'clientConfig', 'service'), to, `webhook ${stringAt(webhook, 'name')}`, 443);
}

function service(reference: Json, to: To, at: string, usual: number): void {
  const port = reference['port'];
  to('Service', stringAt(reference, 'name'), at, {
    namespace: stringAt(reference, 'namespace') ?? '',
    port: typeof port === 'number' ? port : usual,
  });
}

function store(reference: Json, to: To, at: string): void {
  if (stringAt(reference, 'kind') === 'ClusterSecretStore')
    to('ClusterSecretStore', stringAt(reference, 'name'), at, { namespace: '' });
  else to('SecretStore', stringAt(reference, 'name'), at);
}

/** `own` is the namespace of a SecretStore; a ClusterSecretStore names one in each reference. */
function secretStore(object: Json, to: To, own = ''): void {
  const kubernetes = objectAt(object, 'spec', 'provider', 'kubernetes');
  const account = objectAt(kubernetes, 'auth', 'serviceAccount');
  to('ServiceAccount', stringAt(account, 'name'), 'provider.kubernetes', {
    namespace: stringAt(account, 'namespace') ?? own,
  });
  to('Namespace', stringAt(kubernetes, 'remoteNamespace'), 'provider.kubernetes', { namespace: '' });
  const vault = objectAt(object, 'spec', 'provider', 'vault', 'auth');
  const token = objectAt(vault, 'tokenSecretRef');
  to('Secret', stringAt(token, 'name'), 'provider.vault', { namespace: stringAt(token, 'namespace') ?? own });
  const caller = objectAt(vault, 'kubernetes', 'serviceAccountRef');
  to('ServiceAccount', stringAt(caller, 'name'), 'provider.vault', { namespace: stringAt(caller, 'namespace') ?? own });
}

function traefikService(one: Json, to: To, at: string, own: string): void {
  const namespace = stringAt(one, 'namespace') ?? own;
  const name = stringAt(one, 'name');
  // Names with an at sign are Traefik's own, `api@internal` for instance.
  if (stringAt(one, 'kind') === 'TraefikService') {
    if (name?.includes('@') !== true) to('TraefikService', name, at, { namespace });
  } else to('Service', name, at, { namespace, port: portOf(one) });
}

function portOf(one: Json): number | string | undefined {
  const port = one['port'];
  return typeof port === 'number' || typeof port === 'string' ? port : undefined;
}

function ingressPort(path: Json): number | string | undefined {
  const port = valueAt(path, 'backend', 'service', 'port');
  return portOf({ port: valueAt(port, 'number') ?? valueAt(port, 'name') });
}
