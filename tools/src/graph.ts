/** `npm run graph`: the project graph as one HTML page. */
import { bin, inRepo, run } from './workspace.ts';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(
    'Usage: npm run graph [-- nx graph arguments]\n\nWrites dist/graph/index.html: projects and who imports whom. Open it in a browser.',
  );
} else {
  const file = inRepo('dist', 'graph', 'index.html');
  process.exitCode = await run(bin('nx'), ['graph', `--file=${file}`, '--open=false', ...args], { NX_DAEMON: 'false' });
  if (process.exitCode === 0) console.log(`Open ${file}`);
}
