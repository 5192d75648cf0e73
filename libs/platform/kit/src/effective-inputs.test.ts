import { describe, expect, it } from 'vitest';
import { requireEffect } from './effective-inputs.ts';
import { testInputs } from './test-cluster.ts';

const where = { system: 'app', cluster: 'test' };
const object = (kind: string, spec: object) => ({ apiVersion: 'v1', kind, metadata: { name: 'app' }, spec });
const workload = object('Deployment', { replicas: 1 });
const nodePort = { type: 'NodePort', nodePorts: { web: 30_000 } } as const;

describe('requireEffect', () => {
  it('passes inputs that show in what is rendered', () => {
    requireEffect(where, testInputs, [workload]);
    requireEffect(where, {}, []);
    requireEffect(where, { host: 'app', service: nodePort, replicas: 2 }, [
      object('Deployment', { replicas: 2 }),
      object('Service', { type: 'NodePort' }),
      object('IngressRoute', {}),
    ]);
  });

  it.each([
    [
      { host: 'app' },
      '"app" on cluster "test" is given the host "app", which changes nothing it renders. Leave it null',
    ],
    [{ service: nodePort }, 'is given a Service of type NodePort, which changes nothing'],
    [{ replicas: 2 }, 'is given 2 replicas, which changes nothing'],
  ])('refuses %o', (inputs, message) => {
    expect(() => requireEffect(where, inputs, [workload, object('Service', { type: 'ClusterIP' })])).toThrow(message);
  });
});
