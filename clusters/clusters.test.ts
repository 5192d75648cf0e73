/** What must hold of every cluster and of everything that any profile may run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KUBERNETES, teams } from '@chimera/platform-catalog';
import { type AnyComponent, isNone } from '@chimera/platform-kit';
import { describe, expect, it, test } from 'vitest';
import { clusters } from './index.ts';

const components = new Map<string, AnyComponent>(
  clusters
    .flatMap((cluster) => Object.values(cluster.profiles).flat())
    .map(({ component }) => [component.system.name, component] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

describe('clusters', () => {
  it('run one version of Kubernetes, and are named after their folders', () => {
    for (const cluster of clusters) {
      expect(cluster.kubernetes).toBe(KUBERNETES.minor);
      expect(existsSync(join(import.meta.dirname, cluster.name, 'cluster.ts'))).toBe(true);
    }
    expect(KUBERNETES.kindNode).toContain(`:v${KUBERNETES.minor}.`);
  });
});

test('clusters differ by inputs: no component asks which one it is rendered for', () => {
  const folder = join(import.meta.dirname, '..', 'libs', 'platform', 'components');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^[^/]+\/src\/.*\.ts$/.test(path),
  );
  expect(files.length).toBeGreaterThan(40);
  const asks = /cluster\.(?:name|domain|server|registry)\s*[!=]==?|(?:case|[!=]==?)\s*['"`]kind-local['"`]/;
  expect(files.filter((path) => asks.test(readFileSync(join(folder, path), 'utf8')))).toEqual([]);
  expect(asks.test("if (context.cluster.name === 'server') {")).toBe(true);
});

describe.each([...components])('%s', (name, component) => {
  it('lives in the folder of its team', () => {
    expect(component.source.file).toMatch(new RegExp(`^libs/platform/components/${component.system.team}/src/`));
    expect(teams).toHaveProperty(component.system.team);
  });

  it('declares metrics, alerts and a dashboard, or the reason for having none', () => {
    for (const declared of [component.metrics, component.alerts, component.boards]) {
      if (isNone(declared)) expect(declared.none.length, 'a reason').toBeGreaterThan(8);
      else expect(declared.length, 'an empty list is no declaration').toBeGreaterThan(0);
    }
  });

  it('has a runbook entry and a rule test for each alert', () => {
    if (isNone(component.alerts)) return;
    const tests = readFileSync(
      join(import.meta.dirname, '..', component.source.file.replace(/\.ts$/, '.rules-test.yaml')),
      'utf8',
    );
    for (const { alert, runbook } of component.alerts) {
      for (const text of Object.values(runbook)) expect(text.length, alert).toBeGreaterThan(10);
      expect(tests, `${name}: no rule test for ${alert}`).toContain(alert);
    }
  });
});
