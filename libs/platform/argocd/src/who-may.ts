/**
 * Who may do what in Argo CD, written down as people understand it. The same questions are put to our evaluator in unit tests and
 * to Argo CD's own by `npm run prove -- argocd-rbac`.
 */
import { type TeamId, teamIds, teams } from '@chimera/platform-catalog';

export interface Question {
  /** A group of the identity provider, or a local account. */
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  /** `<project>/<application>`, or the name of what belongs to no project. */
  readonly object: string;
  readonly allowed: boolean;
}

interface Case {
  readonly action: string;
  readonly resource: string;
  readonly member: boolean;
  readonly admin: boolean;
}

/** On an Application of the own team that it runs end to end. */
const OWN: readonly Case[] = [
  // Refreshing is `get`, rolling back is `sync`, pausing is `update`.
  { resource: 'applications', action: 'get', member: true, admin: true },
  { resource: 'applications', action: 'sync', member: true, admin: true },
  { resource: 'applications', action: 'update', member: true, admin: true },
  { resource: 'applications', action: 'action/apps/Deployment/restart', member: true, admin: true },
  { resource: 'logs', action: 'get', member: true, admin: true },
  { resource: 'applications', action: 'override', member: false, admin: true },
  { resource: 'applications', action: 'delete', member: false, admin: true },
  { resource: 'applications', action: 'delete/core/Pod/monitoring/grafana-0', member: false, admin: true },
  { resource: 'applications', action: 'update/apps/Deployment/monitoring/grafana', member: false, admin: true },
  // Applications come from git, and shells into pods from nowhere.
  { resource: 'applications', action: 'create', member: false, admin: false },
  { resource: 'exec', action: 'create', member: false, admin: false },
];

/** On anything that is not the team's: no right at all, reading included, since reading is refreshing. */
const FOREIGN: readonly (readonly [resource: string, action: string])[] = [
  ['applications', 'get'],
  ['applications', 'sync'],
  ['applications', 'update'],
  ['applications', 'delete'],
  ['applications', 'override'],
  ['applications', 'create'],
  ['applications', 'action/apps/Deployment/restart'],
  ['logs', 'get'],
  ['exec', 'create'],
];

/** Settings of Argo CD itself. */
const SETTINGS: readonly (readonly [resource: string, action: string, object: string])[] = [
  ['clusters', 'update', 'https://kubernetes.default.svc'],
  ['repositories', 'create', 'https://git.example/else.git'],
  ['projects', 'update', 'default'],
  ['accounts', 'update', 'admin'],
  ['certificates', 'create', '*'],
  ['gpgkeys', 'create', '*'],
];

/** Applications that stand for all of a team's. */
const SAMPLE: Readonly<Record<TeamId, string>> = {
  'api-ecosystem': 'traefik',
  observability: 'grafana',
  'data-management': 'argocd',
  'data-processing': 'namespaces-data-processing',
  'ai-ml': 'namespaces-ai-ml',
};

export function questions(): Question[] {
  const list: Question[] = [];
  const ask = (subject: string, resource: string, action: string, object: string, allowed: boolean) => {
    list.push({ subject, resource, action, object, allowed });
  };
  for (const id of teamIds) {
    const { members, admins } = teams[id].groups;
    const own = `${id}/${SAMPLE[id]}`;
    for (const { resource, action, member, admin } of OWN) {
      ask(members, resource, action, own, member);
      ask(admins, resource, action, own, admin);
    }
    ask(members, 'projects', 'get', id, true);
    for (const other of teamIds) {
      if (other === id) continue;
      for (const subject of [members, admins]) {
        for (const [resource, action] of FOREIGN) ask(subject, resource, action, `${other}/${SAMPLE[other]}`, false);
      }
    }
    for (const subject of [members, admins]) {
      for (const [resource, action, object] of SETTINGS) ask(subject, resource, action, object, false);
    }
    // Only the owner of Argo CD may look after the root, and nobody may delete it.
    const ownsRoot = id === 'data-management';
    for (const action of ['get', 'sync', 'update']) {
      ask(members, 'applications', action, 'root/root', false);
      ask(admins, 'applications', action, 'root/root', ownsRoot);
    }
    ask(admins, 'applications', 'delete', 'root/root', false);
  }
  // Whoever has logged in and belongs to no team.
  for (const [resource, action] of FOREIGN) ask('somebody', resource, action, 'observability/grafana', false);
  return list;
}
