/** `npm run images`: tags, contexts and builds of this repository's own images. */
import { resolve } from 'node:path';
import { labPaths } from '../paths.ts';
import { createProgress } from '../progress.ts';
import { buildOwnImage } from './build-own-image.ts';
import { writeContext } from './context.ts';
import { readInputs, tagOf } from './inputs.ts';
import { OWN_IMAGES, type OwnImage } from './own-images.ts';
import { computeTags, readTags, staleTags, TAGS_FILE, writeTags } from './tags.ts';

export const IMAGES_HELP = `Usage: npm run images -- <command>

  tags                 write the tags, hashed from what each image is built from, to ${TAGS_FILE}
  tags --check         change nothing; exit 1 when a tag is stale
  build [NAME]         build all or one without Docker, into archives that npm run lab -- up imports
  inputs NAME          list the files that make NAME's tag
  context NAME DIR     write the build context, for docker build DIR

Images: ${OWN_IMAGES.map(({ name }) => name).join(', ')}`;

/** Resolves to the exit code. */
export async function imagesCommand(root: string, args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case 'tags': {
      const wrong = rest.find((one) => one !== '--check');
      if (wrong !== undefined) throw new Error(`tags takes --check only; got ${wrong}`);
      return tags(root, rest.length > 0);
    }
    case 'build': {
      const chosen = rest[0] === undefined ? OWN_IMAGES : [imageNamed(rest[0])];
      for (const image of chosen) {
        const { name, archive } = await buildOwnImage(labPaths(root), image, createProgress());
        console.log(`${name} in ${archive}`);
      }
      return 0;
    }
    case 'inputs':
      for (const [path, bytes] of readInputs(root, imageNamed(rest[0]))) console.log(`${path} (${bytes.length} bytes)`);
      return 0;
    case 'context': {
      const folder = rest[1];
      if (folder === undefined) throw new Error('which folder? npm run images -- context NAME DIR');
      const inputs = readInputs(root, imageNamed(rest[0]));
      writeContext(inputs, resolve(folder));
      console.log(`${inputs.size} files in ${folder}, tag ${tagOf(inputs)}`);
      return 0;
    }
    case undefined:
    case '--help':
    case '-h':
      console.log(IMAGES_HELP);
      return 0;
    default:
      console.error(`images: there is no command "${command}"\n\n${IMAGES_HELP}`);
      return 2;
  }
}

/** The row of that name; throws with the names there are. */
export function imageNamed(name: string | undefined): OwnImage {
  const image = OWN_IMAGES.find((row) => row.name === name);
  if (image === undefined)
    throw new Error(
      `${name === undefined ? 'which image?' : `no image '${name}';`} there are: ${OWN_IMAGES.map((row) => row.name).join(', ')}`,
    );
  return image;
}

function tags(root: string, check: boolean): number {
  const computed = computeTags(root);
  const stale = staleTags(readTags(root), computed);
  if (check) {
    if (stale.length > 0) console.error(`${TAGS_FILE} is stale for ${stale.join(', ')}: npm run images -- tags`);
    return stale.length > 0 ? 1 : 0;
  }
  writeTags(root, computed);
  for (const [name, { tag }] of Object.entries(computed)) {
    console.log(`${name.padEnd(12)} ${tag}${stale.includes(name) ? ' (new)' : ''}`);
  }
  return 0;
}
