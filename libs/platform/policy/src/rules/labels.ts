/** Labels say what an object is and whose, in the same words everywhere: alerts, costs and searches are built on them. */
import { describe, groupOf } from '../identity.ts';
import type { PlacedObject, Rule } from '../rule.ts';
import { violation } from '../violation.ts';

const ID = 'labels';

export const labels: Rule = {
  id: ID,
  title: 'every object has the labels of the platform: system, part-of, managed-by, team, component',
  *check({ objects }) {
    for (const placed of objects) {
      const own = placed.object.metadata.labels ?? {};
      for (const [key, value] of Object.entries(expected(placed))) {
        const found = own[key];
        if (value === null ? found !== undefined && found !== '' : found === value) continue;
        yield violation(
          ID,
          placed,
          `${describe(placed.object)}: label ${key} is ${found === undefined ? 'missing' : `"${found}"`}`,
          {
            fix: `set ${key}: ${value ?? '<the system>'}; the chart does when the object is made in it`,
          },
        );
      }
    }
  },
};

/** Label to value; null for any. */
function expected({ object, team, component }: PlacedObject): Readonly<Record<string, string | null>> {
  const partOf = { 'app.kubernetes.io/part-of': 'chimera' };
  // Argo CD's own objects are the platform's, not a component's.
  if (groupOf(object.apiVersion) === 'argoproj.io') return partOf;
  return {
    ...partOf,
    'app.kubernetes.io/name': null,
    'app.kubernetes.io/managed-by': 'argocd',
    'chimera.dev/team': team,
    'chimera.dev/component': component,
  };
}
