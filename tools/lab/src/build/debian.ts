/** Debian packages unpacked into the cache: downloaded by apt with lists of its own, so that nothing of the machine changes. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../lab-error.ts';
import type { LabPaths } from '../paths.ts';
import { DEBIAN_PACKAGES } from '../pins.ts';
import type { Progress } from '../progress.ts';
import { run } from '../run.ts';

/** iptables is chosen by Debian's alternatives, which an unpacked package does not have. */
const IPTABLES = ['iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'];

/** Downloads and unpacks what is missing; does nothing when the list is the one that is unpacked. */
export async function unpackDebianPackages(paths: LabPaths, progress: Progress): Promise<void> {
  const stamp = join(paths.debian, '.packages');
  const wanted = createHash('sha256').update(DEBIAN_PACKAGES.join(' ')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const apt = createApt(paths);
  await progress.step('Debian: package lists', () => apt.update());
  const files = await progress.step('Debian: download', () => apt.download(DEBIAN_PACKAGES));
  await progress.step(`Debian: unpack ${files.length} packages`, async () => {
    const fresh = `${paths.debian}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    for (const file of files) await run('dpkg-deb', ['-x', file, fresh]);
    for (const name of IPTABLES) link('xtables-nft-multi', join(fresh, 'usr/sbin', name));
    writeFileSync(join(fresh, '.packages'), wanted);
    rmSync(paths.debian, { recursive: true, force: true });
    renameSync(fresh, paths.debian);
  });
}

export type Apt = {
  update(): Promise<void>;
  /** The .deb files of the packages and of those dependencies that the machine does not have installed. */
  download(packages: readonly string[]): Promise<string[]>;
};

/** apt on the machine's sources and keys, with lists and archives under the cache. */
export function createApt(paths: LabPaths): Apt {
  const home = join(paths.cache, 'apt');
  const lists = join(home, 'lists');
  const archives = join(home, 'archives');
  for (const folder of [lists, archives]) mkdirSync(join(folder, 'partial'), { recursive: true });
  const options = [
    ['Dir::State::lists', lists],
    ['Dir::Cache', home],
    ['Dir::Cache::archives', archives],
    ['APT::Sandbox::User', 'root'],
    ['Debug::NoLocking', '1'],
  ].flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  return {
    async update() {
      // An unreachable source is a warning (0 or 100): what is missing shows at the download.
      await run('apt-get', [...options, '-q', 'update'], { env, allowed: [100] });
    },
    async download(packages) {
      rmSync(archives, { recursive: true, force: true });
      mkdirSync(join(archives, 'partial'), { recursive: true });
      try {
        await run(
          'apt-get',
          [...options, '-q', '-y', '--no-install-recommends', '--reinstall', '--download-only', 'install', ...packages],
          { env },
        );
      } catch (cause) {
        throw new LabError(
          `Debian packages could not be downloaded. Check that 'apt-get update' works here and that /etc/apt names a Debian mirror.\n${String(cause)}`,
          { cause },
        );
      }
      return globSync('*.deb', { cwd: archives })
        .sort()
        .map((file) => join(archives, file));
    },
  };
}

function link(target: string, path: string): void {
  if (!existsSync(path)) symlinkSync(target, path);
}
