/** What an Application brings, its AppProject permits: otherwise the sync fails on the cluster. */
import { describe, findObject, groupOf } from '../identity.ts';
import { type Json, objectAt, objectsAt, stringAt, stringsAt } from '../json.ts';
import type { ClusterObjects, PlacedObject, Rule } from '../rule.ts';
import { scopeOf } from '../schemas.ts';
import { applicationOf } from '../server-side.ts';
import { violation } from '../violation.ts';

const ID = 'app-project';

export const appProject: Rule = {
  id: ID,
  title: "an Application's project exists and permits its repository, its namespaces and its kinds",
  strict: true,
  *check(cluster) {
    for (const placed of cluster.objects) {
      if (isApplication(placed)) yield* checkApplication(cluster, placed);
      const application = applicationOf(cluster, placed);
      const project = application && projectOf(cluster, application);
      // Root is applied by hand.
      if (application === undefined || project === undefined || isRoot(placed, application)) continue;
      const error = objectError(project.object, application, placed);
      if (error !== undefined)
        yield violation(ID, placed, `${describe(placed.object)}: AppProject ${project.object.metadata.name} ${error}`, {
          fix: 'move it to a namespace of its team, or permit it where the project is made (libs/platform/argocd)',
        });
    }
  },
};

function* checkApplication(cluster: ClusterObjects, placed: PlacedObject) {
  const where = describe(placed.object);
  const project = projectOf(cluster, placed);
  const name = stringAt(placed.object, 'spec', 'project') ?? 'default';
  if (project === undefined) {
    yield violation(ID, placed, `${where}: there is no AppProject ${name}`, { fix: 'name the project of its team' });
    return;
  }
  const permitted = stringsAt(project.object, 'spec', 'sourceRepos');
  for (const source of [objectAt(placed.object, 'spec', 'source'), ...objectsAt(placed.object, 'spec', 'sources')]) {
    const repository = stringAt(source, 'repoURL');
    if (repository !== undefined && !permitted.some((pattern) => globMatches(pattern, repository)))
      yield violation(ID, placed, `${where}: AppProject ${name} does not permit the repository ${repository}`, {
        fix: 'add it to sourceRepos of the project (libs/platform/argocd)',
      });
  }
}

function objectError(project: Json, application: PlacedObject, { object }: PlacedObject): string | undefined {
  const group = groupOf(object.apiVersion);
  const named = (list: string) =>
    objectsAt(project, 'spec', list).some(
      (one) =>
        globMatches(stringAt(one, 'group') ?? '', group) &&
        globMatches(stringAt(one, 'kind') ?? '', object.kind) &&
        globMatches(stringAt(one, 'name') ?? '*', object.metadata.name),
    );
  if (scopeOf(object) === 'Cluster') {
    if (!named('clusterResourceWhitelist') || named('clusterResourceBlacklist'))
      return `does not permit the cluster-scoped kind ${object.kind} of ${group === '' ? 'the core group' : group}, or not of this name`;
    return undefined;
  }
  const listed = objectAt(project, 'spec')['namespaceResourceWhitelist'];
  if ((listed !== undefined && !named('namespaceResourceWhitelist')) || named('namespaceResourceBlacklist'))
    return `does not permit the kind ${object.kind} of ${group === '' ? 'the core group' : group}`;
  const { namespace } = object.metadata;
  if (namespace === undefined) return undefined;
  const destination = objectAt(application.object, 'spec', 'destination');
  const reached = objectsAt(project, 'spec', 'destinations').some(
    (one) =>
      globMatches(stringAt(one, 'namespace') ?? '', namespace) &&
      (same(one, destination, 'server') || same(one, destination, 'name')),
  );
  return reached ? undefined : `does not permit the namespace ${namespace}`;
}

function same(permitted: Json, wanted: Json, key: 'server' | 'name'): boolean {
  const value = stringAt(wanted, key);
  return value !== undefined && globMatches(stringAt(permitted, key) ?? '', value);
}

/** The root Application, and its project beside it. */
function isRoot(placed: PlacedObject, application: PlacedObject): boolean {
  return placed === application || placed.path.endsWith('/root.yaml');
}

function projectOf(cluster: ClusterObjects, { object }: PlacedObject): PlacedObject | undefined {
  const name = stringAt(object, 'spec', 'project') ?? 'default';
  return findObject(cluster, 'argoproj.io', 'AppProject', object.metadata.namespace ?? '', name);
}

function isApplication({ object }: PlacedObject): boolean {
  return object.kind === 'Application' && groupOf(object.apiVersion) === 'argoproj.io';
}

/** Argo CD's patterns: a star stands for anything. */
function globMatches(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
