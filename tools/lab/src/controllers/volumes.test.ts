import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterDouble } from './cluster-double.ts';
import { provisionVolumes } from './volumes.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'volumes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard' },
  provisioner: 'lab/hostpath',
};
const claim = (name: string, storageClassName: string, phase = 'Pending') => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'monitoring', uid: `uid-${name}` },
  spec: { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } },
  status: { phase },
});

test('a waiting claim of the lab gets a folder, once; others stay as they are', async () => {
  const cluster = clusterDouble([
    CLASS,
    claim('data', 'standard'),
    claim('bound', 'standard', 'Bound'),
    claim('fast', 'x'),
  ]);
  await provisionVolumes(cluster, folder);
  await provisionVolumes(cluster, folder);
  expect(cluster.writes).toEqual(['create PersistentVolume /pvc-uid-data']);
  const volume = await cluster.get({ apiVersion: 'v1', kind: 'PersistentVolume', name: 'pvc-uid-data' });
  expect(volume?.['spec']).toMatchObject({
    capacity: { storage: '2Gi' },
    hostPath: { path: join(folder, 'uid-data') },
    claimRef: { namespace: 'monitoring', name: 'data', uid: 'uid-data' },
    persistentVolumeReclaimPolicy: 'Retain',
  });
  expect(existsSync(join(folder, 'uid-data'))).toBe(true);
});
