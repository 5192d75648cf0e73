/** `Never` works where somebody has loaded the image by hand, `Always` stops with the registry: neither is for a platform. */
import { stringAt } from '../json.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { describeContainer, workloadsOf } from '../workloads.ts';

export const imagePullPolicy: Rule = {
  id: 'image-pull-policy',
  title: 'every container says imagePullPolicy: IfNotPresent',
  *check(cluster) {
    for (const workload of workloadsOf(cluster)) {
      for (const container of workload.containers) {
        const policy = stringAt(container.spec, 'imagePullPolicy');
        if (policy !== 'IfNotPresent')
          yield violation(
            'image-pull-policy',
            workload.placed,
            `${describeContainer(workload, container)}: imagePullPolicy is ${policy ?? 'not said'}`,
            {
              fix: 'set imagePullPolicy: IfNotPresent; tags are exact, so nothing newer is missed',
              part: container.name,
            },
          );
      }
    }
  },
};
