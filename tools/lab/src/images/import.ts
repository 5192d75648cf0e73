/** Images of a running lab: imported into its containerd, and listed for the policy that places pods. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ClusterClient, openCluster } from '../cluster/client.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { stateFiles } from '../up/layout.ts';
import { enter, type Inside } from '../up/namespaces.ts';
import type { LabRecord } from '../up/record.ts';
import { fullName, spellings } from './image-name.ts';
import { LOCAL_REGISTRY, OWN_IMAGE_PREFIX } from './own-images.ts';

/** Imports an archive (OCI or docker-archive). Throws when it does not hold an image of that name. */
export async function importImage(paths: LabPaths, inside: Inside, name: string, archive: string): Promise<void> {
  const file = resolve(archive);
  if (!existsSync(file)) throw new LabError(`no file ${file}`);
  await importArchive(paths, inside, file);
  const names = await importedImages(paths, inside);
  if (!names.includes(fullName(name))) {
    throw new LabError(`${archive} does not hold an image named ${fullName(name)}; the lab has:\n${names.join('\n')}`);
  }
}

/** Imports an image into a lab that is up and lets pods that name it run for real. */
export async function loadImage(paths: LabPaths, record: LabRecord, name: string, archive: string): Promise<void> {
  const inside = enter(paths, record.pid);
  await importImage(paths, inside, name, archive);
  await nameOwnImages(paths, inside);
  await publishImages(await openCluster(paths.kubeconfig), await importedImages(paths, inside));
}

/** The layers stay packed until a pod uses them. */
export async function importArchive(paths: LabPaths, inside: Inside, file: string): Promise<void> {
  await ctr(paths, inside, ['image', 'import', '--no-unpack', file]);
}

/** Gives our images, which archives hold without a registry, the names that the rendered pods use. */
export async function nameOwnImages(paths: LabPaths, inside: Inside): Promise<void> {
  for (const name of await importedImages(paths, inside)) {
    const renderedAs = ownImageInRegistry(name);
    if (renderedAs !== undefined) await ctr(paths, inside, ['image', 'tag', '--force', name, renderedAs]);
  }
}

/** `localhost:5001/chimera/mytsdb:1` for `docker.io/chimera/mytsdb:1`; undefined for images that are not ours. */
export function ownImageInRegistry(full: string): string | undefined {
  const prefix = fullName(`${OWN_IMAGE_PREFIX}/`);
  return full.startsWith(prefix) ? `${LOCAL_REGISTRY}/${OWN_IMAGE_PREFIX}/${full.slice(prefix.length)}` : undefined;
}

/** Full names of the images in the lab's containerd, sorted. */
export async function importedImages(paths: LabPaths, inside: Inside): Promise<string[]> {
  const { stdout } = await ctr(paths, inside, ['image', 'ls', '-q']);
  return stdout
    .split('\n')
    .filter((name) => name !== '' && !name.startsWith('sha256:'))
    .sort();
}

/** Tells the placement policy which images there are: pods that name only these run for real. */
export async function publishImages(cluster: ClusterClient, names: readonly string[]): Promise<void> {
  const images = [...new Set(names.flatMap(spellings))].sort().join('\n');
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'lab-images', namespace: 'kube-system' },
    data: { images },
  });
}

function ctr(paths: LabPaths, inside: Inside, args: readonly string[]) {
  return inside.run('ctr', ['-a', stateFiles(paths).cri, '-n', 'k8s.io', ...args]);
}
