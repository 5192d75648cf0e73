/** Where the lab has an image from: built from this repository, from a Go module, or not at all. */
import type { Recipe } from '../recipes/recipe.ts';
import { RECIPES } from '../recipes/recipes.ts';
import { LOCAL_REGISTRY, OWN_IMAGE_PREFIX, OWN_IMAGES, type OwnImage } from './own-images.ts';
import { NOT_TRIED, SIMULATED_IMAGES, type SimulatedImage } from './simulated-images.ts';

export type ImageOrigin =
  | { readonly from: 'own'; readonly own: OwnImage }
  | { readonly from: 'recipe'; readonly recipe: Recipe }
  | { readonly from: 'simulated'; readonly simulated: SimulatedImage };

/**
 * Every origin of an image as kind-local renders it: one, or the lists contradict each other. An image that is in no list, a new
 * component's for instance, is simulated as well.
 */
export function originsOf(image: string): ImageOrigin[] {
  const repository = repositoryOf(image);
  const listed: ImageOrigin[] = [
    ...OWN_IMAGES.filter(({ name }) => repository === `${LOCAL_REGISTRY}/${OWN_IMAGE_PREFIX}/${name}`).map(
      (own): ImageOrigin => ({ from: 'own', own }),
    ),
    ...RECIPES.filter(({ images }) => images.some((made) => made.image === image)).map(
      (recipe): ImageOrigin => ({ from: 'recipe', recipe }),
    ),
    ...SIMULATED_IMAGES.filter((row) => row.repository === repository).map(
      (simulated): ImageOrigin => ({ from: 'simulated', simulated }),
    ),
  ];
  return listed.length > 0 ? listed : [{ from: 'simulated', simulated: { repository, ...NOT_TRIED } }];
}

/** Without tag and digest. */
export function repositoryOf(image: string): string {
  const name = image.split('@')[0] as string;
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}
