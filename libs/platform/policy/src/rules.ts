/** The list of all guards, sorted by id. */
import type { Rule } from './rule.ts';
import { exemption } from './rules/exemption.ts';
import { kindWithoutSchema } from './rules/kind-without-schema.ts';
import { schema } from './rules/schema.ts';

export const rules: readonly Rule[] = [exemption, kindWithoutSchema, schema];
