/** Makes a violation of what broke the rule. */
import type { PlacedObject, RuleId, Violation } from './rule.ts';

/** `part` is the piece of the object that an exemption may name alone. */
export function violation(
  rule: RuleId,
  { component, source, path }: Pick<PlacedObject, 'component' | 'source' | 'path'>,
  message: string,
  { fix, part }: { readonly fix: string; readonly part?: string },
): Violation {
  return { rule, component, source, path, message, fix, ...(part !== undefined && { part }) };
}
