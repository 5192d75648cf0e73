/** Builds one of our images from its Dockerfile, without Docker, into an archive that `up` imports. */
import { existsSync, globSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import type { Progress } from '../progress.ts';
import { makeBaseImage } from './base-image.ts';
import { createBuildah } from './buildah.ts';
import { writeContext } from './context.ts';
import { archiveName } from './image-name.ts';
import { type Inputs, readInputs, tagOf } from './inputs.ts';
import { OWN_IMAGE_PREFIX, type OwnImage } from './own-images.ts';
import { readTags } from './tags.ts';

export type BuiltImage = { readonly name: string; readonly archive: string };

/**
 * Builds the image under the tag that own-images.json has; an archive of that tag is taken as it is. Throws when the
 * sources have another tag: then what is rendered would name an image that nobody has.
 */
export async function buildOwnImage(paths: LabPaths, image: OwnImage, progress: Progress): Promise<BuiltImage> {
  const inputs = readInputs(paths.root, image);
  const tag = tagOf(inputs);
  const written = readTags(paths.root)[image.name]?.tag;
  if (written !== tag) {
    throw new LabError(
      `${image.name} has changed since its tag was written (${written ?? 'none'}, now ${tag}): npm run images -- tags, then npm run render`,
    );
  }
  const name = `${OWN_IMAGE_PREFIX}/${image.name}:${tag}`;
  const archive = join(paths.images, archiveName(name));
  if (!existsSync(archive)) {
    const buildah = createBuildah(paths);
    await makeBaseImage(paths, buildah, progress);
    await progress.step(`image ${image.name}:${tag}`, () => build(paths, image, name, inputs, archive));
  }
  return { name, archive };
}

async function build(paths: LabPaths, image: OwnImage, name: string, inputs: Inputs, archive: string): Promise<void> {
  const buildah = createBuildah(paths);
  const context = join(paths.cache, 'contexts', image.name);
  rmSync(context, { recursive: true, force: true });
  writeContext(inputs, context);
  mkdirSync(paths.images, { recursive: true });
  const before = globSync(archiveName(`${OWN_IMAGE_PREFIX}/${image.name}:*`), { cwd: paths.images });
  await buildah([
    ...['bud', '--quiet', '--isolation', 'chroot', '--pull-never', '--timestamp', '0', '--format', 'oci'],
    ...npmSettings(paths),
    ...['--tag', name, '--file', join(context, 'Dockerfile'), context],
  ]);
  const unfinished = `${archive}.new`;
  rmSync(unfinished, { force: true });
  await buildah(['push', '--quiet', name, `docker-archive:${unfinished}:${name}`]);
  renameSync(unfinished, archive);
  for (const old of before) rmSync(join(paths.images, old), { force: true });
  rmSync(context, { recursive: true });
}

/** The machine's certificates for npm, where it goes through a proxy that has its own; they do not stay in the image. */
function npmSettings(paths: LabPaths): string[] {
  const certificates = process.env['NODE_EXTRA_CA_CERTS'];
  if (certificates === undefined || !existsSync(certificates)) return [];
  const folder = join(paths.cache, 'buildah', 'npm');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.npmrc'), 'cafile=/mnt/ca.crt\n');
  return ['--volume', `${join(folder, '.npmrc')}:/root/.npmrc:ro`, '--volume', `${certificates}:/mnt/ca.crt:ro`];
}
