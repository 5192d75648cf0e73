/** Gives each claim that waits a volume: one folder of the lab's state, kept until the lab goes down. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterClient, LiveObject } from '../cluster/client.ts';

type ClaimSpec = {
  readonly storageClassName?: string;
  readonly accessModes?: readonly string[];
  readonly resources?: { readonly requests?: { readonly storage?: string } };
  readonly volumeName?: string;
};

/** Classes whose provisioner is this one; a claim of another class stays pending, as on a cluster that lacks it. */
const PROVISIONER = 'lab/hostpath';

export async function provisionVolumes(cluster: ClusterClient, folder: string): Promise<void> {
  const claims = await cluster.list('v1', 'PersistentVolumeClaim');
  const waiting = claims.filter(isWaiting);
  if (waiting.length === 0) return;
  const classes = await cluster.list('storage.k8s.io/v1', 'StorageClass');
  const ours = new Set(classes.filter((row) => row['provisioner'] === PROVISIONER).map((row) => row.metadata.name));
  for (const claim of waiting) {
    const { uid = '' } = claim.metadata;
    const spec = claim['spec'] as ClaimSpec;
    const name = `pvc-${uid}`;
    if (!ours.has(spec.storageClassName ?? '')) continue;
    if ((await cluster.get({ apiVersion: 'v1', kind: 'PersistentVolume', name })) !== undefined) continue;
    const path = join(folder, uid);
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o777);
    await cluster.create(volumeFor(claim, spec, name, path));
    console.log(`volume ${name} for ${claim.metadata.namespace}/${claim.metadata.name}`);
  }
}

function isWaiting(claim: LiveObject): boolean {
  const phase = (claim['status'] as { phase?: string } | undefined)?.phase;
  const spec = claim['spec'] as ClaimSpec;
  return phase === 'Pending' && (spec.volumeName === undefined || spec.volumeName === '');
}

function volumeFor({ metadata }: LiveObject, spec: ClaimSpec, name: string, path: string): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': PROVISIONER } },
    spec: {
      capacity: { storage: spec.resources?.requests?.storage ?? '1Gi' },
      accessModes: spec.accessModes ?? ['ReadWriteOnce'],
      storageClassName: spec.storageClassName,
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: metadata.namespace,
        name: metadata.name,
        uid: metadata.uid,
      },
    },
  };
}
