/** Every rule of the platform against its unit tests, on our own engine; `npm run prove -- rules` runs the same files through promtool. */
import { describe, expect, test } from 'vitest';
import { platformRules, rulesTests } from './platform-rules.ts';
import { isAlert } from './rule-group.ts';
import { runRulesTest } from './run-rules-test.ts';

const rules = new Map(platformRules().map((one) => [one.component, one]));
const sources = rulesTests();

/** Alerts that fire as long as everything is well. */
const ALWAYS_FIRING = new Set(['Watchdog']);

describe.each(sources.map((source) => [source.path, source.file] as const))('%s', (_, file) => {
  test.each(file.tests.map((one) => [one.name, one] as const))('%s', async (__, one) => {
    const groups = file.ruleFiles.flatMap((name) => {
      const found = rules.get(name);
      if (found === undefined)
        throw new Error(`rule_files names "${name}"; no component of that name has rules on any cluster`);
      return found.groups;
    });
    expect((await runRulesTest(one, groups, file.evaluationInterval)).failures).toEqual([]);
  });
});

/** `fires` and `silent` by alert, over all test files. */
function cases(): Map<string, Set<'fires' | 'silent'>> {
  const found = new Map<string, Set<'fires' | 'silent'>>();
  for (const { alertTests } of sources.flatMap(({ file }) => file.tests)) {
    for (const { alertname, expected } of alertTests) {
      found.set(alertname, (found.get(alertname) ?? new Set()).add(expected.length > 0 ? 'fires' : 'silent'));
    }
  }
  return found;
}

const alerts = platformRules().flatMap(({ component, groups }) =>
  groups.flatMap((group) => group.rules.filter(isAlert).map(({ alert }) => [component, alert] as const)),
);

test.each(alerts)('%s: %s has a case in which it fires, and one in which it is silent', (_, alert) => {
  const expected = ALWAYS_FIRING.has(alert) ? ['fires'] : ['fires', 'silent'];
  expect([...(cases().get(alert) ?? [])].sort()).toEqual(expected);
});

test('no two alerts share a name', () => {
  const names = alerts.map(([, alert]) => alert);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
