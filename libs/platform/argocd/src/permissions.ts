/**
 * Who may do what in Argo CD, from the teams and the scopes of their systems: the one source of the roles in AppProjects and of
 * `policy.csv`. In Argo CD refreshing is `get`, rolling back is `sync`, and pausing changes the Application: `update`. There is no
 * narrower right to pause; what else `update` could change, the project's limits and the root's self-heal bound.
 */
import { systems, type Team, teamIds, teams } from '@chimera/platform-catalog';
import { namespacesName } from '@chimera/platform-kit';
import { ROOT_PROJECT } from './names.ts';

export type Resource = 'applications' | 'logs' | 'projects' | 'clusters' | 'repositories';
export type Action = 'get' | 'sync' | 'update' | 'update/*' | 'delete' | 'delete/*' | 'override' | 'action/*';

export interface Permission {
  readonly resource: Resource;
  readonly action: Action;
  /** `<project>/<application>` where the resource belongs to a project. */
  readonly object: string;
}

export interface Role {
  readonly name: 'member' | 'admin';
  readonly description: string;
  readonly group: string;
  readonly permissions: readonly Permission[];
}

/** What the scope Usage gives: look, refresh, sync, roll back. */
const USAGE: readonly (readonly [Resource, Action])[] = [
  ['applications', 'get'],
  ['applications', 'sync'],
  ['logs', 'get'],
];

/** What members have beyond that where the scope is End to end: pause, and actions such as a restart. */
const MEMBER: readonly (readonly [Resource, Action])[] = [
  ['applications', 'update'],
  ['applications', 'action/*'],
];

/** What the owner has beyond members. Not `create`: Applications come from git only. */
const ADMIN: readonly (readonly [Resource, Action])[] = [
  ['applications', 'override'],
  ['applications', 'update/*'],
  ['applications', 'delete'],
  ['applications', 'delete/*'],
];

/** A team's Applications by the scope of the system. */
export interface TeamApplications {
  readonly endToEnd: readonly string[];
  readonly usage: readonly string[];
}

export function applicationsOf(team: Team): TeamApplications {
  const own = Object.values(systems).filter((system) => system.team === team.id);
  const named = (scope: 'end-to-end' | 'usage') =>
    own.filter((system) => system.scope === scope).map((system) => system.name);
  return { endToEnd: [namespacesName(team.id), ...named('end-to-end')].sort(), usage: named('usage').sort() };
}

/** The two roles of a team: everybody in it, and its owner. */
export function rolesOf(team: Team, { endToEnd, usage }: TeamApplications = applicationsOf(team)): readonly Role[] {
  const every = [`${team.id}/*`];
  const owned = usage.length === 0 ? every : endToEnd.map((name) => `${team.id}/${name}`);
  const member = [...grant(USAGE, every), ...grant(MEMBER, owned)];
  return [
    { name: 'member', description: `Members of ${team.title}`, group: team.groups.members, permissions: member },
    {
      name: 'admin',
      description: `${team.owner}, owner of ${team.title}`,
      group: team.groups.admins,
      permissions: [...member, ...grant(ADMIN, owned)],
    },
  ];
}

/** Project-scoped rights as an AppProject lists them. */
export function projectPolicies(team: Team, role: Role): string[] {
  return role.permissions.map(
    ({ resource, action, object }) => `p, proj:${team.id}:${role.name}, ${resource}, ${action}, ${object}, allow`,
  );
}

/** Owner of Argo CD itself: the root Application is theirs to look after. */
const ROOT_TEAM = teams['data-management'];

/** The whole of `policy.csv`. Nobody has a right that no line gives: `policy.default` is empty. */
export function policyCsv(): string {
  const lines: string[] = [];
  for (const id of teamIds) {
    const team = teams[id];
    for (const role of rolesOf(team)) {
      const subject = `role:${team.id}-${role.name}`;
      const permissions: readonly Permission[] = [
        ...role.permissions,
        { resource: 'projects', action: 'get', object: team.id },
      ];
      for (const { resource, action, object } of permissions) {
        lines.push(`p, ${subject}, ${resource}, ${action}, ${object}, allow`);
      }
      lines.push(`g, ${role.group}, ${subject}`);
    }
  }
  for (const [resource, action, object] of [
    ['applications', 'get', `${ROOT_PROJECT}/*`],
    ['applications', 'sync', `${ROOT_PROJECT}/*`],
    ['applications', 'update', `${ROOT_PROJECT}/*`],
    ['projects', 'get', '*'],
    ['clusters', 'get', '*'],
    ['repositories', 'get', '*'],
  ]) {
    lines.push(`p, role:${ROOT_PROJECT}-admin, ${resource}, ${action}, ${object}, allow`);
  }
  lines.push(`g, ${ROOT_TEAM.groups.admins}, role:${ROOT_PROJECT}-admin`);
  return `${lines.join('\n')}\n`;
}

function grant(rights: readonly (readonly [Resource, Action])[], objects: readonly string[]): Permission[] {
  return rights.flatMap(([resource, action]) => objects.map((object) => ({ resource, action, object })));
}
