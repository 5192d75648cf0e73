import { expect, test } from 'vitest';
import { changedImmutableFields } from './immutable.ts';
import type { RenderedObject } from './rule.ts';

const object = (apiVersion: string, kind: string, rest: Record<string, unknown>): RenderedObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x' },
  ...rest,
});

test.each<[string, string, Record<string, unknown>, Record<string, unknown>, string[]]>([
  [
    'apps/v1',
    'StatefulSet',
    { spec: { serviceName: 'a', replicas: 1 } },
    { spec: { serviceName: 'b', replicas: 3 } },
    ['spec.serviceName'],
  ],
  ['apps/v1', 'StatefulSet', { spec: { template: { a: 1 } } }, { spec: { template: { a: 2 } } }, []],
  ['apps/v1', 'StatefulSet', { spec: {} }, { spec: { podManagementPolicy: 'Parallel' } }, ['spec.podManagementPolicy']],
  ['apps/v1', 'Deployment', { spec: { selector: { a: 1, b: 2 } } }, { spec: { selector: { b: 2, a: 1 } } }, []],
  ['apps/v1', 'Deployment', { spec: { selector: { a: 1 } } }, { spec: { selector: { a: 1, b: undefined } } }, []],
  [
    'v1',
    'PersistentVolumeClaim',
    { spec: { resources: { requests: { storage: '1Gi' } } } },
    { spec: { resources: { requests: { storage: '2Gi' } } } },
    [],
  ],
  [
    'v1',
    'PersistentVolumeClaim',
    { spec: { accessModes: ['a'] } },
    { spec: { accessModes: ['b'] } },
    ['spec.accessModes'],
  ],
  ['v1', 'ConfigMap', { data: { a: '1' } }, { data: { a: '2' } }, []],
  ['v1', 'ConfigMap', { data: { a: '1' }, immutable: true }, { data: { a: '2' }, immutable: true }, ['data']],
  ['v1', 'Service', { spec: { clusterIP: 'None' } }, { spec: { clusterIP: 'None', ports: [] } }, []],
  [
    'batch/v1',
    'Job',
    { spec: { template: { a: 1 }, backoffLimit: 1 } },
    { spec: { template: { a: 1 }, backoffLimit: 2 } },
    [],
  ],
  [
    'storage.k8s.io/v1',
    'StorageClass',
    { provisioner: 'a' },
    { provisioner: 'b', allowVolumeExpansion: true },
    ['provisioner'],
  ],
  [
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    { spec: { scope: 'Cluster' } },
    { spec: { scope: 'Namespaced' } },
    ['spec.scope'],
  ],
])('%s %s: %j to %j', (apiVersion, kind, before, after, changed) => {
  expect(changedImmutableFields(object(apiVersion, kind, before), object(apiVersion, kind, after))).toEqual(changed);
});

test('what an operator makes a claim of does not shrink either; it may grow, and come', () => {
  const prometheus = (storage?: string) =>
    object('monitoring.coreos.com/v1', 'Prometheus', {
      spec:
        storage === undefined
          ? {}
          : { storage: { volumeClaimTemplate: { spec: { resources: { requests: { storage } } } } } },
    });
  const path = 'spec.storage.volumeClaimTemplate.spec.resources.requests.storage';
  expect(changedImmutableFields(prometheus('50Gi'), prometheus('40Gi'))).toEqual([`${path} (it shrinks)`]);
  expect(changedImmutableFields(prometheus('50Gi'), prometheus('60Gi'))).toEqual([]);
  expect(changedImmutableFields(prometheus(), prometheus('1Gi'))).toEqual([]);
});
