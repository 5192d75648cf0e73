/** Where the lab keeps things: one folder for a lab's state, one cache that all labs of a working copy share. */
import { join, resolve } from 'node:path';

export type LabPaths = {
  /** The working copy. */
  readonly root: string;
  /** Sources of the lab that are not TypeScript: go/, manifests/. */
  readonly sources: string;
  /** Built and downloaded things; safe to delete when no lab is up. */
  readonly cache: string;
  /** Programs of the lab, first on its PATH. */
  readonly bin: string;
  /** Debian packages, unpacked. */
  readonly debian: string;
  /** Image archives: what `up` imports. */
  readonly images: string;
  /** All that one running lab writes; gone after `down`. */
  readonly state: string;
  readonly kubeconfig: string;
};

/** `dir` is the lab's folder (default .chimera/lab), `cache` the shared one (default .chimera/lab/cache). */
export function labPaths(root: string, options: { readonly dir?: string; readonly cache?: string } = {}): LabPaths {
  const home = join(root, '.chimera', 'lab');
  const cache = resolve(options.cache ?? join(home, 'cache'));
  const state = join(resolve(options.dir ?? home), 'state');
  return {
    root,
    sources: join(root, 'tools', 'lab'),
    cache,
    bin: join(cache, 'bin'),
    debian: join(cache, 'debian'),
    images: join(cache, 'images'),
    state,
    kubeconfig: join(state, 'kubeconfig'),
  };
}
