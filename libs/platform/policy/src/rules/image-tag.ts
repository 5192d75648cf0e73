/** Every image is pinned: an exact tag or a digest. */
import { stringAt } from '../json.ts';
import type { Rule } from '../rule.ts';
import { violation } from '../violation.ts';
import { describeContainer, workloadsOf } from '../workloads.ts';

const ID = 'image-tag';

export const imageTag: Rule = {
  id: ID,
  title: 'every image names a tag that is not latest, or a digest',
  *check(cluster) {
    for (const workload of workloadsOf(cluster)) {
      for (const container of workload.containers) {
        const error = tagError(stringAt(container.spec, 'image'));
        if (error !== undefined)
          yield violation(ID, workload.placed, `${describeContainer(workload, container)}: ${error}`, {
            fix: 'name an exact tag in the catalog (libs/platform/catalog)',
            part: container.name,
          });
      }
    }
    for (const imported of cluster.imports) {
      for (const image of imported.images) {
        const error = tagError(image);
        if (error !== undefined)
          yield violation(
            ID,
            { ...imported, path: imported.source },
            `${imported.kind} ${imported.name} of a Helm chart: ${error}`,
            {
              fix: 'name an exact tag in the chart values',
            },
          );
      }
    }
  },
};

function tagError(image: string | undefined): string | undefined {
  if (image === undefined || image === '') return 'names no image';
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return undefined;
  const tag = /:([A-Za-z0-9_][A-Za-z0-9_.-]*)$/.exec(image.slice(image.lastIndexOf('/') + 1))?.[1];
  if (tag === undefined) return `the image ${image} has no tag`;
  return tag === 'latest' ? `the image ${image} is latest, whatever that is` : undefined;
}
