/** The server as `npm start` and the bench run it: bundled, with the memory settings that suit it. */
import { bin, inRepo, type Program, run } from '../workspace.ts';

/**
 * A small nursery, since what the server holds lies outside of the JavaScript heap; and glibc gives large buffers back
 * to the system at once instead of keeping them: together 100 MB less after a seed.
 */
export const SERVER: Program = {
  file: inRepo('apps', 'mytsdb', 'dist', 'bundle', 'main.js'),
  nodeFlags: ['--max-semi-space-size=2'],
  env: { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' },
};

/** Set where somebody has bundled for all: programs that bundle at once would empty each other's folder. */
const BUNDLED = 'CHIMERA_SERVER_IS_BUNDLED';

/** Bundles the server, anew each time: it takes half a second, and is never stale. Throws when it fails. */
export async function bundleServer(): Promise<void> {
  if (process.env[BUNDLED] === 'yes') return;
  const code = await run(bin('vite'), ['build', inRepo('apps', 'mytsdb'), '--logLevel', 'warn']);
  if (code !== 0) throw new Error(`the server could not be bundled (vite exited with ${code}; its message is above)`);
}

/** Bundles for this process and all that it starts, which then do not. */
export async function bundleServerForAll(): Promise<void> {
  await bundleServer();
  process.env[BUNDLED] = 'yes';
}
