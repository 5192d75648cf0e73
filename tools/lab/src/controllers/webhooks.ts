/**
 * Answers admission webhooks whose pods are simulated, since the API server waits for an answer: everything is allowed.
 * Listens at the pod's own address, and puts the certificate's authority where the real program would.
 */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { join } from 'node:path';
import type { ClusterClient, LiveObject } from '../cluster/client.ts';
import { run } from '../run.ts';
import { SIMULATED_NODE } from '../up/layout.ts';
import { answerReviews } from './admission-reviews.ts';

type ServiceReference = { readonly namespace: string; readonly name: string };
type Webhook = { readonly clientConfig: { readonly service?: ServiceReference; readonly caBundle?: string } };
type Service = {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort?: number | string }[];
};

const API_VERSION = 'admissionregistration.k8s.io/v1';
const KINDS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];

/** `pki`: folder of the lab's authority. Resolves after one look; what listens goes on until its pod is gone. */
export function createWebhookStandIn(cluster: ClusterClient, pki: string): () => Promise<void> {
  const listening = new Map<string, Server>();
  const caBundle = readFileSync(join(pki, 'ca.crt')).toString('base64');
  return async () => {
    const wanted = new Set<string>();
    for (const kind of KINDS) {
      for (const configuration of await cluster.list(API_VERSION, kind)) {
        const webhooks = (configuration['webhooks'] ?? []) as readonly Webhook[];
        for (const service of servicesOf(webhooks)) {
          for (const { address, port } of await simulatedAddresses(cluster, service)) {
            const key = `${address} ${port}`;
            wanted.add(key);
            if (!listening.has(key))
              listening.set(key, await answerReviews(pki, `${service.name}.${service.namespace}.svc`, address, port));
            await trust(cluster, configuration, service, caBundle);
          }
        }
      }
    }
    for (const [key, server] of listening) {
      if (wanted.has(key)) continue;
      listening.delete(key);
      server.close();
      server.closeAllConnections();
      await run('ip', ['address', 'delete', `${key.split(' ')[0]}/32`, 'dev', 'lo']);
    }
  };
}

function servicesOf(webhooks: readonly Webhook[]): ServiceReference[] {
  const services = webhooks.flatMap(({ clientConfig }) => clientConfig.service ?? []);
  return [...new Map(services.map((service) => [`${service.namespace}/${service.name}`, service])).values()];
}

async function simulatedAddresses(
  cluster: ClusterClient,
  { namespace, name }: ServiceReference,
): Promise<{ address: string; port: number }[]> {
  const service = await cluster.get({ apiVersion: 'v1', kind: 'Service', name, namespace });
  const { selector, ports } = (service?.['spec'] ?? { ports: [] }) as Service;
  if (selector === undefined) return [];
  const pods = (await cluster.list('v1', 'Pod', namespace)).filter(({ metadata, ...pod }) => {
    const { nodeName } = pod['spec'] as { nodeName?: string };
    const labels = metadata.labels ?? {};
    return nodeName === SIMULATED_NODE && Object.entries(selector).every(([key, value]) => labels[key] === value);
  });
  return pods.flatMap((pod) => {
    const { podIP } = (pod['status'] ?? {}) as { podIP?: string };
    if (podIP === undefined) return [];
    return ports.map(({ port, targetPort = port }) => ({ address: podIP, port: portOf(pod, targetPort) }));
  });
}

/** A named target port is one of the pod's. */
function portOf(pod: LiveObject, target: number | string): number {
  if (typeof target === 'number') return target;
  const { containers } = pod['spec'] as {
    containers: readonly { ports?: readonly { name?: string; containerPort: number }[] }[];
  };
  const found = containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === target);
  if (found === undefined) throw new Error(`the pod ${pod.metadata.name} has no port ${target}`);
  return found.containerPort;
}

async function trust(
  cluster: ClusterClient,
  { apiVersion, kind, metadata, ...configuration }: LiveObject,
  service: ServiceReference,
  caBundle: string,
): Promise<void> {
  const webhooks = configuration['webhooks'] as readonly Webhook[];
  const trusting = webhooks.map((webhook) => {
    const { clientConfig } = webhook;
    const isOurs = clientConfig.service?.name === service.name && clientConfig.service.namespace === service.namespace;
    return isOurs ? { ...webhook, clientConfig: { ...clientConfig, caBundle } } : webhook;
  });
  if (trusting.every((webhook, index) => webhook.clientConfig.caBundle === webhooks[index]?.clientConfig.caBundle))
    return;
  await cluster.merge({ apiVersion, kind, name: metadata.name }, { webhooks: trusting });
}
