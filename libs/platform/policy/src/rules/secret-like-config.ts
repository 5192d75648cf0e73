/** Nothing that looks like a secret is in ConfigMaps, variables or arguments: git and every reader of the namespace would have it. */
import { describe } from '../identity.ts';
import { objectsAt, stringAt, stringEntries, stringsAt } from '../json.ts';
import type { PlacedObject, Rule, Violation } from '../rule.ts';
import { findSecret, findShape } from '../secret-like.ts';
import { stringsIn } from '../strings.ts';
import { violation } from '../violation.ts';
import { describeContainer, workloadsOf } from '../workloads.ts';

const ID = 'secret-like-config';
const FIX = 'declare a secret in the system and refer to its key, by secretKeyRef, a mounted file or ${VARIABLE}';

export const secretLikeConfig: Rule = {
  id: ID,
  title: 'nothing looks like a password, token or key in ConfigMaps, variables and arguments; no shape of one anywhere',
  *check(cluster) {
    for (const placed of cluster.objects) {
      if (placed.object.kind !== 'ConfigMap') {
        yield* checkShapes(placed);
        continue;
      }
      for (const [key, text] of stringEntries(placed.object, 'data')) {
        const found = findSecret(key, text);
        if (found !== undefined)
          yield violation(ID, placed, `${describe(placed.object)}, ${key}: ${found}`, { fix: FIX, part: key });
      }
    }
    for (const workload of workloadsOf(cluster)) {
      for (const container of workload.containers) {
        const where = describeContainer(workload, container);
        for (const variable of objectsAt(container.spec, 'env')) {
          const name = stringAt(variable, 'name') ?? '';
          const found = findSecret(name, stringAt(variable, 'value') ?? '');
          if (found !== undefined)
            yield violation(ID, workload.placed, `${where}, variable ${name}: ${found}`, {
              fix: FIX,
              part: container.name,
            });
        }
        for (const argument of [...stringsAt(container.spec, 'command'), ...stringsAt(container.spec, 'args')]) {
          const found = findSecret('', argument);
          if (found !== undefined)
            yield violation(ID, workload.placed, `${where}, an argument: ${found}`, { fix: FIX, part: container.name });
        }
      }
    }
  },
};

/** Other objects name secrets all the time; only a secret's own shape counts. Pods are looked at by variable and argument. */
function* checkShapes(placed: PlacedObject): Iterable<Violation> {
  const { object } = placed;
  if (object.kind === 'CustomResourceDefinition' || WITH_PODS.has(object.kind)) return;
  for (const { at, text } of stringsIn(object)) {
    const found = findShape(text);
    if (found !== undefined)
      yield violation(ID, placed, `${describe(object)}, ${at}: ${found}`, { fix: FIX, part: at });
  }
}

const WITH_PODS = new Set(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet']);
