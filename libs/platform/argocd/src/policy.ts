/**
 * A small evaluator of `policy.csv` with the model of Argo CD 3.5 (`assets/model.conf` there): a request passes if some line allows
 * it and none denies it; subjects are groups or accounts, roles are inherited through `g` lines; resource, action and object are globs
 * whose `*` also matches slashes.
 */

interface Rule {
  readonly subject: string;
  readonly resource: RegExp;
  readonly action: RegExp;
  readonly object: RegExp;
  readonly allows: boolean;
}

export interface Policy {
  readonly rules: readonly Rule[];
  /** What a subject or role inherits directly. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

/** Throws an Error that names the line for anything that is neither a `p` nor a `g` line. */
export function parsePolicy(csv: string): Policy {
  const rules: Rule[] = [];
  const parents = new Map<string, string[]>();
  for (const [index, text] of csv.split('\n').entries()) {
    const line = text.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [kind, ...fields] = line.split(',').map((field) => field.trim());
    const [subject = '', second = '', action = '', object = '', effect] = fields;
    if (kind === 'g' && fields.length === 2) {
      parents.set(subject, [...(parents.get(subject) ?? []), second]);
    } else if (kind === 'p' && fields.length === 5 && (effect === 'allow' || effect === 'deny')) {
      rules.push({
        subject,
        resource: glob(second),
        action: glob(action),
        object: glob(object),
        allows: effect === 'allow',
      });
    } else {
      throw new Error(
        `policy.csv line ${index + 1}: "${line}" is neither "p, subject, resource, action, object, allow|deny" nor "g, subject, role"`,
      );
    }
  }
  return { rules, parents };
}

export function isAllowed(
  policy: Policy,
  { subject, resource, action, object }: Readonly<Record<'subject' | 'resource' | 'action' | 'object', string>>,
): boolean {
  const subjects = inherited(policy, subject);
  const matching = policy.rules.filter(
    (rule) =>
      subjects.has(rule.subject) &&
      rule.resource.test(resource) &&
      rule.action.test(action) &&
      rule.object.test(object),
  );
  return matching.some(({ allows }) => allows) && matching.every(({ allows }) => allows);
}

/** The subject and every role it has, however far up. */
function inherited({ parents }: Policy, subject: string): Set<string> {
  const found = new Set<string>();
  const queue = [subject];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    queue.push(...(parents.get(next) ?? []));
  }
  return found;
}

function glob(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
