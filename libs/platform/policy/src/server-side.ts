/** Which Application syncs an object, and whether it applies server-side. */
import { splitOptions } from './argo-options.ts';
import { objectAt, objectsAt, stringAt, stringsAt } from './json.ts';
import type { ClusterObjects, PlacedObject } from './rule.ts';

const cache = new WeakMap<ClusterObjects, readonly { readonly folder: string; readonly placed: PlacedObject }[]>();

/** The Application whose folder the object is in; undefined for root, which is applied by hand. */
export function applicationOf(cluster: ClusterObjects, { path }: PlacedObject): PlacedObject | undefined {
  let applications = cache.get(cluster);
  if (applications === undefined) {
    applications = cluster.objects
      .filter(({ object }) => object.kind === 'Application' && object.apiVersion.startsWith('argoproj.io/'))
      .flatMap((placed) => sourceFolders(placed).map((folder) => ({ folder, placed })));
    cache.set(cluster, applications);
  }
  // The root's folder contains those of its children's Applications: the nearest one counts.
  return applications
    .filter(({ folder }) => path.startsWith(folder))
    .sort((a, b) => b.folder.length - a.folder.length)[0]?.placed;
}

/** Folders of the repository that an Application reads, with a slash at the end. */
function sourceFolders({ object }: PlacedObject): string[] {
  const sources = [objectAt(object, 'spec', 'source'), ...objectsAt(object, 'spec', 'sources')];
  return sources.flatMap((source) => {
    const path = stringAt(source, 'path');
    return path === undefined ? [] : [`${path.replace(/^\.\/|\/$/g, '')}/`];
  });
}

export function serverSideApplied(cluster: ClusterObjects, placed: PlacedObject): boolean {
  const own = splitOptions(placed.object.metadata.annotations?.['argocd.argoproj.io/sync-options']);
  if (own.includes('ServerSideApply=true')) return true;
  if (own.includes('ServerSideApply=false')) return false;
  return stringsAt(applicationOf(cluster, placed)?.object, 'spec', 'syncPolicy', 'syncOptions').includes(
    'ServerSideApply=true',
  );
}
