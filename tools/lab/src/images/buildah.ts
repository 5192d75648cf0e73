/** buildah from the unpacked Debian packages, with its store in the cache and nothing of the machine's configuration. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labEnvironment, libraryFolders } from '../build/environment.ts';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { type Outcome, run } from '../run.ts';

export type Buildah = (args: readonly string[]) => Promise<Outcome>;

/** Runs in a mount namespace of its own, so that no mount stays whatever happens. */
export function createBuildah(paths: LabPaths): Buildah {
  if (!existsSync(join(paths.debian, 'usr', 'bin', 'buildah'))) {
    throw new LabError('buildah is not there yet: npm run lab -- build');
  }
  const home = join(paths.cache, 'buildah');
  mkdirSync(join(home, 'tmp'), { recursive: true });
  const policy = join(home, 'policy.json');
  const registries = join(home, 'registries.conf');
  const storage = join(home, 'storage.conf');
  writeFileSync(policy, JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
  writeFileSync(registries, 'unqualified-search-registries = ["docker.io"]\nshort-name-mode = "disabled"\n');
  writeFileSync(
    storage,
    `[storage]\ndriver = "overlay"\ngraphroot = "${join(home, 'store')}"\nrunroot = "${join(home, 'run')}"\n`,
  );
  const env = {
    ...labEnvironment(paths),
    BUILDAH_ISOLATION: 'chroot',
    CONTAINERS_STORAGE_CONF: storage,
    CONTAINERS_REGISTRIES_CONF: registries,
    TMPDIR: join(home, 'tmp'),
    HOME: home,
  };
  const linkerCache = join(home, 'ld.so.cache');
  return async (args) => {
    const [command = '', ...rest] = args;
    const withPolicy = ['bud', 'push', 'pull', 'from'].includes(command) ? ['--signature-policy', policy] : [];
    // buildah starts itself anew without LD_LIBRARY_PATH: in its namespace the linker's cache knows the libraries.
    if (!existsSync(linkerCache)) await run('ldconfig', ['-X', '-C', linkerCache, ...libraryFolders(paths)], { env });
    const inNamespace = 'mount --bind "$0" /etc/ld.so.cache && exec "$@"';
    return await run(
      'unshare',
      [
        ...['--mount', '--propagation', 'private', 'sh', '-c', inNamespace, linkerCache],
        ...['buildah', command, ...withPolicy, ...rest],
      ],
      { env },
    );
  };
}
