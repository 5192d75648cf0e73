/** Everything that a cluster with our tree needs: the lab's programs, upstream images by recipes, our own images. */
import { build } from './build/build.ts';
import { demand } from './doctor.ts';
import { buildOwnImage } from './images/build-own-image.ts';
import { OWN_IMAGES } from './images/own-images.ts';
import type { LabPaths } from './paths.ts';
import type { Progress } from './progress.ts';
import { buildRecipe } from './recipes/build-recipe.ts';
import { RECIPES } from './recipes/recipes.ts';

/** What is built already takes seconds. Throws {@link MachineLacks}. */
export async function prepare(paths: LabPaths, progress: Progress): Promise<void> {
  await demand(paths);
  await build(paths, progress);
  for (const recipe of RECIPES) await buildRecipe(paths, recipe, progress);
  for (const image of OWN_IMAGES) await buildOwnImage(paths, image, progress);
}
