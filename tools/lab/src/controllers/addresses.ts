/** Gives Services of type LoadBalancer and Ingresses an address, so that whoever waits for one (Argo CD's health) goes on. */
import type { ClusterClient, LiveObject } from '../cluster/client.ts';

type Balanced = { readonly loadBalancer?: { readonly ingress?: readonly object[] } };

/** `address` is the node's own: nothing listens there for them, it only says that a balancer would. */
export async function giveAddresses(cluster: ClusterClient, address: string): Promise<void> {
  const services = (await cluster.list('v1', 'Service')).filter(
    ({ spec }) => (spec as { type?: string }).type === 'LoadBalancer',
  );
  const ingresses = await cluster.list('networking.k8s.io/v1', 'Ingress');
  for (const object of [...services, ...ingresses].filter(isWithoutAddress)) {
    const { apiVersion, kind, metadata } = object;
    const { name, namespace = 'default' } = metadata;
    await cluster.mergeStatus({ apiVersion, kind, name, namespace }, { loadBalancer: { ingress: [{ ip: address }] } });
    console.log(`address ${address} for ${kind} ${namespace}/${name}`);
  }
}

function isWithoutAddress(object: LiveObject): boolean {
  return ((object['status'] as Balanced | undefined)?.loadBalancer?.ingress ?? []).length === 0;
}
