/** The platform's rules and their unit tests, by component: rules as the clusters render them, tests beside the components. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusters } from '@chimera/clusters';
import { platform } from '@chimera/platform-catalog';
import { planCluster } from '@chimera/platform-kit';
import { inRepo } from '../workspace.ts';
import { groupsOf, type RuleGroup } from './rule-group.ts';
import { parseRulesTest, type RulesTestFile } from './rules-test-file.ts';

export interface ComponentRules {
  readonly component: string;
  readonly team: string;
  readonly groups: readonly RuleGroup[];
}

/** One entry per component that has rules, from the first cluster that lists it, in whatever profile; clusters differ by runbook addresses only. */
export function platformRules(): readonly ComponentRules[] {
  const rules = new Map<string, ComponentRules>();
  for (const cluster of clusters) {
    const everything = { ...cluster, run: Object.keys(cluster.profiles) };
    for (const { system, objects } of planCluster(everything, platform).components) {
      const groups = objects.flatMap(({ object }) => groupsOf(object));
      if (groups.length > 0 && !rules.has(system.name)) {
        rules.set(system.name, { component: system.name, team: system.team, groups });
      }
    }
  }
  return [...rules.values()].sort((a, b) => (a.component < b.component ? -1 : 1));
}

export interface RulesTestSource {
  /** `libs/platform/components/observability/src/prometheus.rules-test.yaml`. */
  readonly path: string;
  readonly file: RulesTestFile;
}

const COMPONENTS = 'libs/platform/components';
const ENDING = '.rules-test.yaml';

/** Every team's `*.rules-test.yaml`, in order of path. Throws an Error that names a file that cannot be read. */
export function rulesTests(): readonly RulesTestSource[] {
  return readdirSync(inRepo(COMPONENTS), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ENDING) && path.split('/')[1] === 'src')
    .sort()
    .map((path) => {
      const full = join(COMPONENTS, path);
      try {
        return { path: full, file: parseRulesTest(readFileSync(inRepo(full), 'utf8')) };
      } catch (error) {
        throw new Error(`${full}: ${error instanceof Error ? error.message : error}`);
      }
    });
}
