import { expect, test } from 'vitest';
import { giveAddresses } from './addresses.ts';
import { clusterDouble } from './cluster-double.ts';

test('LoadBalancers and Ingresses get an address, once; other Services none', async () => {
  const named = (apiVersion: string, kind: string, name: string, spec: object) => ({
    apiVersion,
    kind,
    metadata: { name, namespace: 'a' },
    spec,
  });
  const cluster = clusterDouble([
    named('v1', 'Service', 'outside', { type: 'LoadBalancer' }),
    named('v1', 'Service', 'inside', { type: 'ClusterIP' }),
    named('networking.k8s.io/v1', 'Ingress', 'page', {}),
  ]);
  await giveAddresses(cluster, '10.0.0.1');
  await giveAddresses(cluster, '10.0.0.1');
  expect(cluster.writes).toEqual(['status Service a/outside', 'status Ingress a/page']);
});
