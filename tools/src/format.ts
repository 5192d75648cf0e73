/** `npm run format`: formats all files and sorts imports. */
import { bin, run } from './workspace.ts';

const args = process.argv.slice(2);
if (args.includes('--help'))
  console.log(
    'Usage: npm run format [-- PATH ...]\n\nFormats files and sorts their imports (biome); all files by default.',
  );
else process.exitCode = await run(bin('biome'), ['check', '--write', ...(args.length > 0 ? args : ['.'])]);
