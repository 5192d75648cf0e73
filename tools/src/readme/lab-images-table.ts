/** README's table of what the lab runs for real: every image that kind-local renders, where the lab has it from, and why. */
import { kindLocal } from '@chimera/clusters';
import { type ImageOrigin, originsOf, repositoryOf } from '@chimera/lab';
import { imagesOf, renderCluster } from '@chimera/platform-render';

/** Images of kind-local in order of name. */
export function localImages(): string[] {
  const { objects } = renderCluster(kindLocal);
  return [...new Set(objects.flatMap(({ object }) => imagesOf(object)))].sort();
}

/** A Markdown table. Throws for an image that is in several of the lab's lists. */
export function labImagesTable(images: readonly string[] = localImages()): string {
  const rows = images.map((image) => {
    const [origin, ...more] = originsOf(image);
    if (origin === undefined || more.length > 0) {
      throw new Error(
        `${image} is in several of the lab's lists: it has a recipe (tools/lab/src/recipes) or a line in tools/lab/src/images/simulated-images.ts, not both`,
      );
    }
    return rowOf(image, origin);
  });
  const real = rows.filter(([, what]) => what === 'real').length;
  return [
    `${real} of ${rows.length} images are real.`,
    '',
    '| image | in the lab | by | why, or what differs |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}

function rowOf(image: string, origin: ImageOrigin): string[] {
  switch (origin.from) {
    case 'own':
      // Its tag changes with every change of its sources, and the table should not.
      return [
        `\`${repositoryOf(image)}\``,
        'real',
        `\`${origin.own.app}/Dockerfile\``,
        'on Debian bookworm from packages, with the Node of the lockfile',
      ];
    case 'recipe':
      return [
        `\`${image}\``,
        'real',
        `its Go module (${origin.recipe.measured})`,
        origin.recipe.differs === '' ? 'nothing' : origin.recipe.differs,
      ];
    case 'simulated':
      return [`\`${image}\``, 'simulated', origin.simulated.by, origin.simulated.why];
  }
}
