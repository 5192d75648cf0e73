/** Runs the guards over a cluster and takes away what typed exceptions allow. */
import { exemptionOf } from './exemptions.ts';
import type { ClusterObjects, PlacedObject, Rule, RuleId, Violation } from './rule.ts';
import { checkExemptions } from './rules/exemption.ts';
import { rules } from './rules.ts';

/** Every broken rule of the cluster, sorted by file, rule and message. */
export function checkCluster(cluster: ClusterObjects): Violation[] {
  // Root's file holds two objects.
  const byPath = Map.groupBy(cluster.objects, ({ path }) => path);
  const used = new Set<string>();
  const found: Violation[] = [];
  for (const rule of rules) {
    for (const violation of rule.check(cluster)) {
      const exemption = exemptionFor(rule, violation, byPath.get(violation.path) ?? []);
      if (exemption === undefined) found.push(violation);
      else used.add(`${violation.path} ${exemption}`);
    }
  }
  found.push(...checkExemptions(cluster, rules, used));
  return found.sort(byPlace);
}

/** One line of documentation per rule, sorted by id; a strict rule takes no exceptions. */
export function ruleTitles(): readonly { readonly id: RuleId; readonly title: string; readonly strict: boolean }[] {
  return rules.map(({ id, title, strict = false }) => ({ id, title, strict }));
}

/** The annotation that allows the violation, unless nothing may. */
function exemptionFor(rule: Rule, violation: Violation, file: readonly PlacedObject[]): string | undefined {
  if (rule.strict === true) return undefined;
  return file.map(({ object }) => exemptionOf(object, violation)).find((annotation) => annotation !== undefined);
}

function byPlace(a: Violation, b: Violation): number {
  return compare(a.path, b.path) || compare(a.rule, b.rule) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
