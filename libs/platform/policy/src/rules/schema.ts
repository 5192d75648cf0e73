/** Every field exists, has the right type and a legal value: the API server's own check, before a push. */
import { describe } from '../identity.ts';
import type { Rule } from '../rule.ts';
import { schemaErrors } from '../schemas.ts';
import { violation } from '../violation.ts';

export const schema: Rule = {
  id: 'schema',
  title: 'every object fits the schema of its kind, CRDs included; unknown fields are refused',
  strict: true,
  *check({ objects }) {
    for (const placed of objects)
      for (const { at, message } of schemaErrors(placed.object))
        yield violation('schema', placed, `${describe(placed.object)}${at === '' ? '' : `, ${at}`}: ${message}`, {
          fix: `correct the field where ${placed.object.kind} is made`,
        });
  },
};
