/** `npm run images:pin`: digests for the tags of the support matrix, where registries can be reached. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nodeBase, supportMatrix } from '@chimera/platform-catalog';
import { complain } from './complain.ts';
import { pinImages } from './images-pin/pin.ts';
import { resolveDigest } from './images-pin/registry.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run images:pin

Asks the registries for the digest of every image of the support matrix and writes libs/platform/catalog/image-digests.json.
Rendered references then carry tag and digest. What cannot be resolved keeps what it had. Where no registry can be reached,
nothing is changed and the exit code is 1.`;

const FILE = inRepo('libs', 'platform', 'catalog', 'image-digests.json');

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) console.log(HELP);
  else process.exitCode = await run();
} catch (error) {
  process.exitCode = complain('images:pin', error);
}

async function run(): Promise<number> {
  const images = [...supportMatrix.flatMap((row) => row.images), nodeBase];
  const before = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;
  const pinned = await pinImages(images, before, (image) => resolveDigest(fetch, image));
  for (const problem of pinned.problems) console.log(`  ${problem}`);
  if (!pinned.reached) {
    console.error('No image registry could be reached from here, so nothing was resolved and nothing was changed.');
    return 1;
  }
  writeFileSync(FILE, `${JSON.stringify(pinned.digests, null, 2)}\n`);
  console.log(
    `${pinned.added} resolved, ${pinned.changed.length} moved, ${pinned.unresolved.length} without a digest. Run \`npm run render\` and commit the result.`,
  );
  for (const name of pinned.changed) console.log(`  moved: ${name}`);
  return 0;
}
