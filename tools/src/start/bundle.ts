/**
 * Bundles the server into plain JavaScript, anew each time (a third of a second, and never stale). Run from its sources
 * the server works just as well, but carries the type stripper: some 20 MB.
 */
import { rolldown } from 'rolldown';
import { inRepo, type Program } from '../workspace.ts';

const FOLDER = inRepo('apps', 'mytsdb', 'bundle');

/**
 * The bundled server. A small nursery, since what the server holds lies outside of the JavaScript heap; and glibc gives
 * large buffers back to the system at once instead of keeping them: together 100 MB less after a seed.
 */
export const SERVER: Program = {
  file: inRepo('apps', 'mytsdb', 'bundle', 'main.js'),
  nodeFlags: ['--max-semi-space-size=2'],
  env: { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' },
};

/** Writes the server and its query thread. Throws when a source does not compile. */
export async function bundleServer(): Promise<void> {
  const bundle = await rolldown({
    input: {
      main: inRepo('apps', 'mytsdb', 'src', 'main.ts'),
      'query/query-worker': inRepo('apps', 'mytsdb', 'src', 'query', 'query-worker.ts'),
    },
    platform: 'node',
    resolve: { conditionNames: ['@chimera/source', 'import', 'node', 'default'] },
    // A native module: it finds its binary beside itself.
    external: [/^snappy/],
    logLevel: 'silent',
  });
  await bundle.write({ dir: FOLDER, format: 'esm' });
  await bundle.close();
}
