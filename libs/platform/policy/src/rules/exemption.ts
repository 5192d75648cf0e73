/** Exceptions are honest: the rule exists and allows one, the reason says something, and something is exempted by it. */
import { exemptionsOf, isReason, SHORTEST_REASON } from '../exemptions.ts';
import { describe } from '../identity.ts';
import type { ClusterObjects, Rule, Violation } from '../rule.ts';
import { suggest } from '../suggest.ts';
import { violation } from '../violation.ts';

export const exemption: Rule = {
  id: 'exemption',
  title: 'an exemption names a rule that allows one, gives a reason, and is needed',
  strict: true,
  // Only whoever has run all the other rules knows which exceptions were needed.
  *check() {},
};

/** `used` has `<path> <annotation>` of each exception that allowed something. */
export function* checkExemptions(
  { objects }: ClusterObjects,
  rules: readonly Rule[],
  used: ReadonlySet<string>,
): Iterable<Violation> {
  for (const placed of objects) {
    for (const { annotation, rule: id, reason } of exemptionsOf(placed.object)) {
      const rule = rules.find((one) => one.id === id);
      const report = (message: string, fix: string) =>
        violation('exemption', placed, `${describe(placed.object)}, annotation ${annotation}: ${message}`, { fix });
      if (rule === undefined) {
        const ids = rules.map((one) => one.id);
        yield report(`there is no rule "${id}"${suggest(id, ids)}`, `name one of ${ids.join(', ')}`);
      } else if (rule.strict === true)
        yield report('nothing is exempt from this rule', 'remove the annotation and mend the object');
      else if (!isReason(reason))
        yield report(`the reason "${reason}" is too short`, `say why in at least ${SHORTEST_REASON} characters`);
      else if (rule.transient !== true && !used.has(`${placed.path} ${annotation}`))
        yield report('the object does not break the rule', 'remove the annotation');
    }
  }
}
