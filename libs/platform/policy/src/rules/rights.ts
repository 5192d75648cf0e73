/**
 * Rights name what they allow. A role of `*` allows what is invented tomorrow; who may bind, escalate or impersonate has all
 * rights; and who reads the Secrets of all namespaces is everybody.
 */
import { describe, groupOf } from '../identity.ts';
import { type Json, objectAt, objectsAt, stringAt, stringsAt } from '../json.ts';
import type { RenderedObject, Rule } from '../rule.ts';
import { violation } from '../violation.ts';

const ID = 'rights';
const LISTS = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'];
const ALL_RIGHTS: ReadonlySet<string> = new Set(['bind', 'escalate', 'impersonate']);
/** Kubernetes' own, https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles. */
const WIDE_ROLES: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit']);
const EVERYBODY: ReadonlySet<string> = new Set([
  'system:anonymous',
  'system:authenticated',
  'system:serviceaccounts',
  'system:unauthenticated',
]);

export const rights: Rule = {
  id: ID,
  title:
    'roles name what they allow, and not the Secrets of all namespaces; bindings neither make administrators nor admit everybody',
  *check({ objects }) {
    for (const placed of objects) {
      const { object } = placed;
      if (groupOf(object.apiVersion) !== 'rbac.authorization.k8s.io') continue;
      for (const what of new Set(object.kind.endsWith('Binding') ? ofBinding(object) : ofRole(object)))
        yield violation(ID, placed, `${describe(object)} ${what}`, {
          fix: 'name what the program asks for; what it really needs is exempted with its reason (`wideBecause` of account())',
        });
    }
  },
};

function* ofRole(object: RenderedObject): Generator<string> {
  for (const rule of objectsAt(object, 'rules')) {
    for (const list of LISTS) if (stringsAt(rule, list).includes('*')) yield `allows all of ${list}`;
    for (const verb of stringsAt(rule, 'verbs')) if (ALL_RIGHTS.has(verb)) yield `allows to ${verb}, and so everything`;
    if (object.kind === 'ClusterRole' && isSecrets(rule))
      yield `allows to ${stringsAt(rule, 'verbs').join(', ')} the Secrets of all namespaces`;
  }
}

function isSecrets(rule: Json): boolean {
  return stringsAt(rule, 'resources').includes('secrets') && stringsAt(rule, 'apiGroups').includes('');
}

function* ofBinding(object: RenderedObject): Generator<string> {
  const role = objectAt(object, 'roleRef');
  const name = stringAt(role, 'name') ?? '';
  if (stringAt(role, 'kind') === 'ClusterRole' && WIDE_ROLES.has(name)) yield `gives the rights of ${name}`;
  for (const subject of objectsAt(object, 'subjects')) {
    const subjectName = stringAt(subject, 'name') ?? '';
    if (subject['kind'] !== 'ServiceAccount' && EVERYBODY.has(subjectName)) yield `gives rights to ${subjectName}`;
  }
}
