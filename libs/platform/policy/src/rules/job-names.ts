/** A Job cannot be changed: either its name changes with its content, or a hook deletes it before the next run. */
import { describe } from '../identity.ts';
import { objectAt } from '../json.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';

const ID = 'job-names';
const HOOK = 'argocd.argoproj.io/hook';
const DELETE = 'argocd.argoproj.io/hook-delete-policy';

export const jobNames: Rule = {
  id: ID,
  title:
    "a Job's name ends in a hash of its content, or it is a hook with BeforeHookCreation; tracked Jobs have no TTL",
  *check({ objects }) {
    for (const placed of objects) {
      const { object } = placed;
      if (object.kind !== 'Job' || object.apiVersion !== 'batch/v1') continue;
      const where = describe(object);
      const annotations = object.metadata.annotations ?? {};
      const hook = annotations[HOOK];
      if (hook === undefined) {
        if (!/-[0-9a-f]{8,64}$/.test(object.metadata.name))
          yield violation(
            ID,
            placed,
            `${where}: the name does not change with the content, and the next change cannot be applied`,
            {
              fix: 'make it with job(...), which appends the hash, or annotate it as a Sync hook with BeforeHookCreation',
            },
          );
        if (objectAt(object, 'spec')['ttlSecondsAfterFinished'] !== undefined)
          yield violation(ID, placed, `${where}: has a TTL, so that Argo CD finds it missing and runs it again`, {
            fix: 'remove ttlSecondsAfterFinished',
          });
      } else if (!(annotations[DELETE] ?? '').split(',').includes('BeforeHookCreation'))
        yield violation(ID, placed, `${where}: a hook that is not deleted before its next run`, {
          fix: `annotate it ${DELETE}: BeforeHookCreation`,
        });
    }
  },
};
