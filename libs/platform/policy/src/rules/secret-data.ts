/** Secrets are declared and filled in on the cluster; git never sees a value. */
import { describe } from '../identity.ts';
import { objectAt } from '../json.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';

export const secretData: Rule = {
  id: 'secret-data',
  title: 'no Secret with data is rendered',
  strict: true,
  *check({ objects }) {
    for (const placed of objects) {
      const { object } = placed;
      if (object.kind !== 'Secret' || object.apiVersion !== 'v1') continue;
      const keys = ['data', 'stringData'].flatMap((field) => Object.keys(objectAt(object, field)));
      if (keys.length > 0)
        yield violation('secret-data', placed, `${describe(object)}: has values for ${keys.join(', ')}`, {
          fix: 'declare the secret in the system and use context.secret(...), which renders an ExternalSecret',
        });
    }
  },
};
