/** The environment of the lab's programs: its own ones first on PATH, and the libraries of the unpacked Debian packages. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LabPaths } from '../paths.ts';

export function labEnvironment(paths: LabPaths): NodeJS.ProcessEnv {
  const inDebian = (...folders: string[]): string[] => folders.map((folder) => join(paths.debian, folder));
  return {
    ...process.env,
    PATH: [
      paths.bin,
      ...inDebian('usr/sbin', 'usr/bin', 'sbin', 'bin'),
      '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ].join(':'),
    LD_LIBRARY_PATH: libraryFolders(paths).join(':'),
    XTABLES_LIBDIR: join(paths.debian, 'usr/lib/x86_64-linux-gnu/xtables'),
    GIT_EXEC_PATH: join(paths.debian, 'usr/lib/git-core'),
    GIT_TEMPLATE_DIR: join(paths.debian, 'usr/share/git-core/templates'),
  };
}

/** Where the unpacked Debian packages have their libraries. */
export function libraryFolders(paths: LabPaths): string[] {
  return ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu', 'usr/lib']
    .map((folder) => join(paths.debian, folder))
    .filter((folder) => existsSync(folder));
}
