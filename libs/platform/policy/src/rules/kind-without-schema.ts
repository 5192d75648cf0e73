/** A kind that we have no schema of would be pushed unchecked. */
import { describe, groupOf } from '../identity.ts';
import type { Rule } from '../rule.ts';
import { scopeOf, versionsOf } from '../schemas.ts';
import { violation } from '../violation.ts';

export const kindWithoutSchema: Rule = {
  id: 'kind-without-schema',
  title: 'every kind that is rendered has a schema in libs/platform/policy/schemas',
  strict: true,
  *check({ objects }) {
    for (const placed of objects) {
      const { object } = placed;
      if (scopeOf(object) !== undefined) continue;
      const versions = versionsOf(object.kind, groupOf(object.apiVersion));
      const fix =
        versions.length > 0
          ? `write apiVersion ${versions.join(' or ')}`
          : 'correct apiVersion and kind, or add the module of its CRD to tools/src/schemas/sources.ts and run npm run schemas';
      yield violation(
        'kind-without-schema',
        placed,
        `${describe(object)}: no schema for ${object.apiVersion} ${object.kind}`,
        { fix },
      );
    }
  },
};
