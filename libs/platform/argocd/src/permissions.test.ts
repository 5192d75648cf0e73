import { teams } from '@chimera/platform-catalog';
import { expect, test } from 'vitest';
import { policyCsv, projectPolicies, rolesOf } from './permissions.ts';
import { isAllowed, parsePolicy } from './policy.ts';
import { questions } from './who-may.ts';

test('the policy answers every question as people expect', () => {
  const policy = parsePolicy(policyCsv());
  const wrong = questions().filter((question) => isAllowed(policy, question) !== question.allowed);
  expect(wrong).toEqual([]);
});

test('the questions are of both kinds, and ask for every team', () => {
  const all = questions();
  for (const group of Object.values(teams).flatMap(({ groups }) => Object.values(groups))) {
    const asked = all.filter(({ subject }) => subject === group);
    expect(asked.some(({ allowed }) => allowed)).toBe(true);
    expect(asked.some(({ allowed }) => !allowed)).toBe(true);
  }
});

test("a project's roles give exactly what the policy gives within the project", () => {
  const policy = parsePolicy(policyCsv());
  for (const team of Object.values(teams)) {
    for (const role of rolesOf(team)) {
      const own = parsePolicy(projectPolicies(team, role).join('\n'));
      const inside = questions().filter(
        ({ subject, object }) => subject === role.group && object.startsWith(`${team.id}/`),
      );
      expect(inside.length).toBeGreaterThan(5);
      for (const question of inside) {
        const subject = `proj:${team.id}:${role.name}`;
        expect(isAllowed(own, { ...question, subject }), JSON.stringify(question)).toBe(isAllowed(policy, question));
      }
    }
  }
});

test('the scope Usage is to look, refresh, sync and roll back, for the owner too', () => {
  const team = teams['data-management'];
  for (const role of rolesOf(team, { endToEnd: ['trino'], usage: ['postgres'] })) {
    const subject = `proj:${team.id}:${role.name}`;
    const policy = parsePolicy(projectPolicies(team, role).join('\n'));
    const may = (action: string, application: string) =>
      isAllowed(policy, { subject, resource: 'applications', action, object: `${team.id}/${application}` });
    for (const action of ['get', 'sync']) {
      expect(may(action, 'postgres')).toBe(true);
      expect(may(action, 'trino')).toBe(true);
    }
    expect(may('update', 'trino')).toBe(true);
    expect(may('delete', 'trino')).toBe(role.name === 'admin');
    for (const action of ['update', 'delete', 'override', 'action/apps/Deployment/restart']) {
      expect(may(action, 'postgres')).toBe(false);
    }
  }
});
