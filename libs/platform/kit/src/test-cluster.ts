/** A small cluster for tests of the kit. */
import { type Cluster, defineCluster } from './cluster.ts';
import { type Component, defineComponent, type StandardInputs } from './component.ts';
import type { Context } from './context.ts';
import { type Installation, install, type Retirement } from './installation.ts';
import type { Platform } from './plan.ts';
import { resources } from './resources.ts';
import { describeSystem, type System } from './system.ts';

export const testPlatform: Platform = {
  namespaces: [
    { name: 'apps', team: 'blue', podSecurity: 'restricted' },
    { name: 'data', team: 'green', podSecurity: 'restricted' },
  ],
  groupProviders: { 'monitoring.coreos.com': '', 'external-secrets.io': '', 'traefik.io': '' },
  secretProvider: 'store',
};

export function testCluster(installations: readonly Installation[], retired: readonly Retirement[] = []): Cluster {
  return defineCluster({
    name: 'test',
    kubernetes: '1.34',
    server: 'https://kubernetes.default.svc',
    domain: 'test.localhost',
    tls: false,
    architecture: 'amd64',
    nodes: 1,
    storageClasses: ['standard'],
    loadBalancer: false,
    registry: 'registry.test',
    repository: { url: 'http://git.test/chimera.git', revision: 'main', web: 'http://git.test/chimera' },
    secretStore: 'vault',
    budget: { cpu: '4', memory: '8Gi' },
    profiles: { all: installations },
    run: ['all'],
    retired,
  });
}

export const testInputs: StandardInputs = {
  replicas: 1,
  resources: resources('10m', '32Mi', '100m', '64Mi'),
  service: { type: 'ClusterIP' },
  host: null,
};

export function testSystem<const Name extends string>(name: Name, namespace: 'apps' | 'data' = 'apps') {
  return describeSystem({
    name,
    title: name,
    team: namespace === 'apps' ? 'blue' : 'green',
    namespace,
    scope: 'end-to-end',
    images: { server: { repository: `example/${name}`, tag: '1.2.3', evidence: 'upstream' } },
    endpoints: { web: { port: 8080, protocol: 'http' } },
  });
}

/** A component that declares nothing but what `build` adds. */
export function testComponent(
  system: System,
  build: (context: Context, inputs: StandardInputs) => void = () => {},
): Component<StandardInputs> {
  const none = { none: 'a test' };
  return defineComponent<StandardInputs>({
    system,
    inputs: testInputs,
    metrics: none,
    alerts: none,
    boards: none,
    build: (_chart, inputs, context) => build(context, inputs),
  });
}

export { install };
