/** The contract of a recipe: an upstream image built from its Go module, with the same name and entry point. */
import type { ImageConfig } from '../images/one-layer-image.ts';

export type Recipe = {
  /** Folder of tools/lab/go with its go.mod; also what `lab recipes build` calls it. */
  readonly name: string;
  /** Import paths (`.`: the folder's own main) to the places of the programs in the image. */
  readonly programs: Readonly<Record<string, string>>;
  readonly ldflags?: readonly string[];
  readonly images: readonly RecipeImage[];
  /** What differs from the published image, for the table of what is real. */
  readonly differs: string;
  /** Build time measured on 2 cores with nothing cached. */
  readonly measured: string;
};

export type RecipeImage = {
  /** As the catalog writes it. */
  readonly image: string;
  readonly config: ImageConfig;
  /** Folders that the program writes when nothing is mounted there. */
  readonly writable?: readonly string[];
  /** Further files: place in the image to contents. */
  readonly files?: Readonly<Record<string, string>>;
  /** Of `programs`, those that belong here; default all. */
  readonly only?: readonly string[];
};

/** The user of distroless and Prometheus images. */
export const NOBODY = '65534:65534';
