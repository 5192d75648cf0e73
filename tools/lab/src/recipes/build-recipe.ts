/** Builds a recipe: programs from its Go modules, each image one layer of them, certificates and a list of users. */
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { folderSum, goBuild } from '../build/go-programs.ts';
import { archiveName } from '../images/image-name.ts';
import { packOneLayerImage } from '../images/one-layer-image.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import type { Progress } from '../progress.ts';
import type { Recipe, RecipeImage } from './recipe.ts';

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const USERS = 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n';
const GROUPS = 'root:x:0:\nnobody:x:65534:\n';

/** Folder of the programs that a recipe has built: they run on the machine too. */
export function recipePrograms(paths: LabPaths, name: string): string {
  return join(paths.cache, 'recipes', name);
}

/** Writes the archives of the recipe's images into the cache, where `up` finds them; does nothing when they are current. */
export async function buildRecipe(paths: LabPaths, recipe: Recipe, progress: Progress): Promise<void> {
  const folder = join(paths.sources, 'go', recipe.name);
  const stamp = join(paths.images, `${recipe.name}.built-from`);
  const sum = folderSum(folder, createHash('sha256').update(JSON.stringify(recipe)).digest('hex'));
  const archives = recipe.images.map(({ image }) => join(paths.images, archiveName(image)));
  const isCurrent =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === sum && archives.every((file) => existsSync(file));
  if (isCurrent) return;
  await progress.step(`image ${recipe.name} (${recipe.measured} when nothing is cached)`, async () => {
    const programs = recipePrograms(paths, recipe.name);
    mkdirSync(programs, { recursive: true });
    mkdirSync(paths.images, { recursive: true });
    const { ldflags = [] } = recipe;
    for (const [name, place] of Object.entries(recipe.programs)) {
      await goBuild(folder, join(programs, basename(place)), { package: name, ldflags, static: true });
    }
    for (const [at, image] of recipe.images.entries()) pack(recipe, image, programs, archives[at] as string);
    writeFileSync(stamp, sum);
  });
}

function pack(recipe: Recipe, image: RecipeImage, programs: string, archive: string): void {
  const root = `${programs}-rootfs`;
  rmSync(root, { recursive: true, force: true });
  const at = (place: string): string => {
    mkdirSync(dirname(join(root, place)), { recursive: true });
    return join(root, place);
  };
  const chosen = Object.entries(recipe.programs).filter(([name]) => image.only?.includes(name) ?? true);
  for (const [, place] of chosen) {
    copyFileSync(join(programs, basename(place)), at(place));
    chmodSync(at(place), 0o755);
  }
  if (!existsSync(CERTIFICATES)) throw new LabError(`no ${CERTIFICATES}: apt-get install ca-certificates`);
  copyFileSync(CERTIFICATES, at(CERTIFICATES));
  const files = { '/etc/passwd': USERS, '/etc/group': GROUPS, ...image.files };
  for (const [place, contents] of Object.entries(files)) writeFileSync(at(place), contents);
  for (const place of ['/tmp', ...(image.writable ?? [])]) {
    mkdirSync(at(place), { recursive: true });
    chmodSync(at(place), 0o1777);
  }
  packOneLayerImage(image.image, root, archive, image.config);
  rmSync(root, { recursive: true });
}
