/** AppProjects: what each team may bring to the cluster, and the emptied default. */
import { clusterKinds, namespaces, type Team, type TeamId, teams } from '@chimera/platform-catalog';
import {
  type ApiObjectJson,
  apiGroup,
  type BuiltComponent,
  type Cluster,
  describeObject,
  isClusterScoped,
  LABEL,
  type Plan,
  RenderError,
  syncOptions,
  syncWave,
} from '@chimera/platform-kit';
import { ARGOCD_NAMESPACE, IN_CLUSTER, PROJECT_WAVE } from './names.ts';
import { projectPolicies, rolesOf } from './permissions.ts';

/** Projects and Applications are the root's to make; with them a team could leave its project. */
const ARGOCD_KINDS = ['Application', 'ApplicationSet', 'AppProject'].map((kind) => ({ group: 'argoproj.io', kind }));

/** A team's project on a cluster. Throws `policy` for objects in other teams' namespaces and for unlisted cluster-scoped kinds. */
export function teamProject({ cluster, components }: Plan, team: Team): ApiObjectJson {
  const own = components.filter(({ system }) => system.team === team.id);
  for (const component of own) checkObjects(component, team);
  const charts = own.flatMap(({ helm }) => (helm === null ? [] : [helm.repository]));
  return appProject(
    team.id,
    {
      description: `${team.title}: ${team.owner}`,
      sourceRepos: [...new Set([cluster.repository.url, ...charts])].sort(),
      destinations: namespacesOf(team.id).map((namespace) => destination(cluster, namespace)),
      clusterResourceWhitelist: clusterResourcesOf(team.id),
      namespaceResourceBlacklist: ARGOCD_KINDS,
      roles: rolesOf(team).map((role) => ({
        name: role.name,
        description: role.description,
        groups: [role.group],
        policies: projectPolicies(team, role),
      })),
    },
    { [LABEL.team]: team.id },
  );
}

/** Argo CD's own project, which admits everything, admits nothing here: each Application names its team's. */
export function defaultProject(): ApiObjectJson {
  return appProject('default', {
    description: 'Emptied: every Application belongs to a team',
    sourceRepos: [],
    destinations: [],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: [],
  });
}

/** An AppProject without finalizer, never pruned: while it is missing none of its Applications can sync. */
export function appProject(
  name: string,
  spec: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, string>> = {},
): ApiObjectJson {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      labels: { [LABEL.partOf]: 'chimera', ...labels },
      annotations: { ...syncWave(PROJECT_WAVE), ...syncOptions({ prune: false, delete: false }) },
    },
    spec,
  };
}

/** By name and by server: an Application may give either. */
export function destination(cluster: Cluster, namespace: string) {
  return { name: IN_CLUSTER, server: cluster.server, namespace };
}

/**
 * All namespaces of the team, used on this cluster or not: Argo CD leaves alone what a project admits no longer, so the objects of
 * the last component in a namespace would go on running when its line is deleted.
 */
function namespacesOf(team: TeamId): string[] {
  return namespaces
    .filter((namespace) => namespace.team === team)
    .map(({ name }) => name)
    .sort();
}

/** Of namespaces only the team's own, by name: whoever may change a namespace decides which pods its admission accepts. */
function clusterResourcesOf(team: TeamId): { group: string; kind: string; name?: string }[] {
  return [...clusterKinds[team]]
    .sort(byKind)
    .flatMap((one) => (one.kind === 'Namespace' ? namespacesOf(team).map((name) => ({ ...one, name })) : [one]));
}

function ownerOf(namespace: string): TeamId | undefined {
  return namespaces.find(({ name }) => name === namespace)?.team;
}

function checkObjects({ system, helm, objects }: BuiltComponent, team: Team): void {
  for (const { object, place } of objects) {
    const where = `${place.file}:${place.line}`;
    const { namespace } = object.metadata;
    if (isClusterScoped(object.kind)) {
      requireKind(team, apiGroup(object), object.kind, `${system.name} (${where}) has a ${describeObject(object)}`);
    } else if (namespace !== undefined && ownerOf(namespace) !== team.id) {
      const owner = ownerOf(namespace);
      throw new RenderError(
        'policy',
        `${system.name} (${where}) has a ${describeObject(object)}, but namespace "${namespace}" belongs to ${owner === undefined ? 'no team' : teams[owner].title}. Put it into a namespace of ${team.title}, or change the owner in libs/platform/catalog/src/namespaces.ts.`,
      );
    }
  }
  for (const { group, kind } of helm?.clusterKinds ?? []) {
    requireKind(team, group, kind, `The chart of ${system.name} brings a ${kind}`);
  }
}

function requireKind(team: Team, group: string, kind: string, what: string): void {
  if (clusterKinds[team.id].some((known) => known.group === group && known.kind === kind)) return;
  throw new RenderError(
    'policy',
    `${what}, a cluster-scoped kind that ${team.title} may not bring. Add { group: '${group}', kind: '${kind}' } to its list in libs/platform/catalog/src/cluster-kinds.ts if it should.`,
  );
}

function byKind(
  a: { readonly group: string; readonly kind: string },
  b: { readonly group: string; readonly kind: string },
): number {
  return `${a.group}/${a.kind}` < `${b.group}/${b.kind}` ? -1 : 1;
}
