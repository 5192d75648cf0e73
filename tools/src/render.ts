/** `npm run render`: the program in apps/render, from its sources. */
import { once } from 'node:events';
import { sourceProgram, spawnProgram } from './workspace.ts';

const child = spawnProgram(sourceProgram('apps', 'render', 'src', 'main.ts'), process.argv.slice(2), {
  stdio: 'inherit',
});
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 1;
