/**
 * Who may do what in Argo CD, from the teams and the scopes of their systems: the one source of the roles in AppProjects and of
 * `policy.csv`. In Argo CD refreshing is `get`, rolling back is `sync`, and pausing changes the Application: `update`. There is no
 * narrower right to pause; what else `update` could change, the project's limits and the root's self-heal bound.
 */
import { systems, type Team, teamIds, teams } from '@chimera/platform-catalog';
import { namespacesName } from '@chimera/platform-kit';
import { ROOT_OWNER, ROOT_PROJECT } from './names.ts';

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
export function rolesOf(
  team: Team,
  { endToEnd, usage }: TeamApplications = applicationsOf(team),
): readonly [Role, Role] {
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

/** What the owner of Argo CD has beyond their own systems: the root, and a look at the settings. */
const ROOT_ADMIN: readonly Permission[] = [
  { resource: 'applications', action: 'get', object: `${ROOT_PROJECT}/*` },
  { resource: 'applications', action: 'sync', object: `${ROOT_PROJECT}/*` },
  { resource: 'applications', action: 'update', object: `${ROOT_PROJECT}/*` },
  { resource: 'projects', action: 'get', object: '*' },
  { resource: 'clusters', action: 'get', object: '*' },
  { resource: 'repositories', action: 'get', object: '*' },
];

/** The whole of `policy.csv`. Nobody has a right that no line gives: `policy.default` is empty. */
export function policyCsv(): string {
  const lines: string[] = [];
  for (const id of teamIds) {
    const team = teams[id];
    const [member, admin] = rolesOf(team);
    lines.push(`p, role:${id}-member, projects, get, ${id}, allow`);
    for (const permission of member.permissions) lines.push(line(`${id}-member`, permission));
    lines.push(`g, ${member.group}, role:${id}-member`);
    // The owner has what members have, and more.
    lines.push(`g, role:${id}-admin, role:${id}-member`);
    for (const permission of admin.permissions) {
      if (!member.permissions.includes(permission)) lines.push(line(`${id}-admin`, permission));
    }
    lines.push(`g, ${admin.group}, role:${id}-admin`);
  }
  for (const permission of ROOT_ADMIN) lines.push(line(`${ROOT_PROJECT}-admin`, permission));
  lines.push(`g, ${teams[ROOT_OWNER].groups.admins}, role:${ROOT_PROJECT}-admin`);
  return `${lines.join('\n')}\n`;
}

function grant(rights: readonly (readonly [Resource, Action])[], objects: readonly string[]): Permission[] {
  return rights.flatMap(([resource, action]) => objects.map((object) => ({ resource, action, object })));
}

function line(role: string, { resource, action, object }: Permission): string {
  return `p, role:${role}, ${resource}, ${action}, ${object}, allow`;
}
