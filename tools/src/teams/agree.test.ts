/** Whatever names a team agrees with teams.ts: tags, reviewers, labels, projects, roles, notifications, alert routes. */
import { readFileSync } from 'node:fs';
import { server } from '@chimera/clusters';
import { codeowners, namespaces, systems, type TeamId, teamIds, teams } from '@chimera/platform-catalog';
import type { ApiObjectJson } from '@chimera/platform-kit';
import { renderCluster } from '@chimera/platform-render';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { inRepo, ROOT } from '../workspace.ts';
import { ownedProjects } from './projects.ts';

const tree = renderCluster(server);
const objects = tree.objects.flatMap(({ object, also = [] }) => [object, ...also]);
const projects = ownedProjects(ROOT);

const byKind = (kind: string) => objects.filter((object) => object.kind === kind);

/** One object, or an error that says which. */
function the(kind: string, name: string): ApiObjectJson {
  const found = byKind(kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`server renders no ${kind} ${name}`);
  return found;
}

const config = (name: string, key: string) => (the('ConfigMap', name)['data'] as Record<string, string>)[key] ?? '';

/** Teams with anything on the cluster. */
const present = teamIds.filter((id) => tree.plan.components.some(({ system }) => system.team === id));

test('the owners are those of the ownership list', () => {
  expect(Object.fromEntries(teamIds.map((id) => [teams[id].title, teams[id].owner]))).toEqual({
    'API Ecosystem': 'Vivek Tiwari',
    Observability: 'Mohit Ranjan',
    'Data Management': 'Manish Kumar',
    'Data Processing': 'Prashant Kumar',
    'AI / ML Platform': 'Rahul Ranjan',
  });
});

test('a library of components carries the tag of the team whose folder it is', () => {
  for (const id of teamIds) {
    expect(projects.find(({ folder }) => folder === `libs/platform/components/${id}`)?.team).toBe(id);
  }
});

test('.github/CODEOWNERS is what `npm run teams` writes', () => {
  const written = readFileSync(inRepo('.github', 'CODEOWNERS'), 'utf8');
  expect(written === codeowners(projects), 'stale: run `npm run teams` and commit the result').toBe(true);
});

test('every object, above all every namespace, is labelled with its team', () => {
  for (const { object, team } of tree.objects) {
    if (object.kind === 'AppProject') continue;
    expect(object.metadata.labels?.['chimera.dev/team'], `${object.kind} ${object.metadata.name}`).toBe(team);
  }
  for (const { metadata } of byKind('Namespace')) {
    expect(metadata.labels?.['chimera.dev/team']).toBe(namespaces.find(({ name }) => name === metadata.name)?.team);
  }
});

describe.each(present)('%s', (id: TeamId) => {
  const team = teams[id];

  test('has an AppProject with its groups, its namespaces and nobody else', () => {
    const spec = the('AppProject', id)['spec'] as {
      roles: { name: string; groups: string[]; description: string }[];
      destinations: { namespace: string }[];
    };
    expect(spec.roles.map(({ name, groups }) => [name, groups])).toEqual([
      ['member', [team.groups.members]],
      ['admin', [team.groups.admins]],
    ]);
    expect(spec.roles[1]?.description).toContain(team.owner);
    const owned = namespaces.filter((namespace) => namespace.team === id).map(({ name }) => name);
    for (const { namespace } of spec.destinations) expect(owned).toContain(namespace);
  });

  test('owns the Applications of its systems, and no other', () => {
    const named = byKind('Application').filter(({ spec }) => (spec as { project: string }).project === id);
    for (const { metadata } of named) {
      const system = Object.values(systems).find(({ name }) => name === metadata.name);
      expect(system?.team ?? metadata.name.replace('namespaces-', '')).toBe(id);
    }
    expect(named.length).toBeGreaterThan(0);
  });
});

test.each(teamIds)('%s has roles, a subscription and an alert route', (id) => {
  const team = teams[id];
  const policy = config('argocd-rbac-cm', 'policy.csv').split('\n');
  expect(policy).toContain(`g, ${team.groups.members}, role:${id}-member`);
  expect(policy).toContain(`g, ${team.groups.admins}, role:${id}-admin`);
  expect(config('argocd-rbac-cm', 'policy.default')).toBe('');

  const subscriptions = parse(config('argocd-notifications-cm', 'subscriptions')) as {
    recipients: string[];
    selector: string;
  }[];
  expect(subscriptions.filter(({ selector }) => selector === `chimera.dev/team=${id}`)).toMatchObject([
    { recipients: [`alertmanager:${team.channel}`] },
  ]);

  const routing = the('AlertmanagerConfig', 'alertmanager')['spec'] as {
    route: { routes: { receiver: string; matchers: { name: string; value: string }[] }[] };
    receivers: { name: string }[];
  };
  const route = routing.route.routes.find(({ matchers }) =>
    matchers.some(({ name, value }) => name === 'team' && value === id),
  );
  expect(route?.receiver).toBe(id);
  expect(routing.receivers.map(({ name }) => name)).toContain(id);
});

test('every alert goes to the team that owns its system', () => {
  for (const { metadata, spec } of byKind('PrometheusRule')) {
    const { groups } = spec as { groups: { rules: { alert?: string; labels?: { team?: string } }[] }[] };
    for (const rule of groups.flatMap(({ rules }) => rules)) {
      if (rule.alert === undefined || rule.alert === 'Watchdog') continue;
      expect(rule.labels?.team, rule.alert).toBe(metadata.labels?.['chimera.dev/team']);
    }
  }
});
