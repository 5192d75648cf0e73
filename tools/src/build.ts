/** `npm run build`: compiles every project (nx) and bundles the web UI (vite). */
import { bin, run } from './workspace.ts';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(
    'Usage: npm run build [-- nx run-many arguments]\n\nCompiles all projects to dist/ and bundles the web UI. Unchanged projects come from the cache.',
  );
} else {
  process.exitCode = await run(bin('nx'), ['run-many', '-t', 'build', '--output-style=static', ...args], {
    NX_TUI: 'false',
    NX_DAEMON: 'false',
  });
}
