/** The lab's bare repository, and the Git remote `lab` of a working copy. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LabPaths } from '../paths.ts';
import { run } from '../run.ts';
import { GIT_PATH, PORTS, stateFiles } from '../up/layout.ts';

const DEFAULT_BRANCH = 'main';

/** Makes the empty repository that Argo CD reads and that anybody on the machine may push to. */
export async function createRepository(paths: LabPaths): Promise<void> {
  const folder = join(stateFiles(paths).git, GIT_PATH);
  if (existsSync(folder)) return;
  await run('git', ['init', '--quiet', '--bare', `--initial-branch=${DEFAULT_BRANCH}`, folder]);
  await run('git', ['-C', folder, 'config', 'http.receivepack', 'true']);
  await run('git', ['-C', folder, 'config', 'receive.denyNonFastForwards', 'false']);
  // Fetching and pushing are separate processes; no cleaning beside them.
  await run('git', ['-C', folder, 'config', 'gc.auto', '0']);
}

/** Where the machine reaches the repository: for `git push`. */
export function remoteUrl(address: string): string {
  return `http://${address}:${PORTS.git}${GIT_PATH}`;
}

/** Adds or corrects the remote `lab` of the working copy. */
export async function setRemote(root: string, address: string): Promise<void> {
  const { stdout } = await run('git', ['-C', root, 'remote']);
  const verb = stdout.split('\n').includes('lab') ? 'set-url' : 'add';
  await run('git', ['-C', root, 'remote', verb, 'lab', remoteUrl(address)]);
}

/** Takes the remote `lab` away again, when it leads to this lab; never fails, as a lab goes down in folders without Git too. */
export async function forgetRemote(root: string, address: string): Promise<void> {
  const url = await run('git', ['-C', root, 'remote', 'get-url', 'lab']).catch(() => undefined);
  if (url?.stdout.trim() !== remoteUrl(address)) return;
  await run('git', ['-C', root, 'remote', 'remove', 'lab']).catch(() => undefined);
}

/** Pushes a commit of `workingCopy` as the branch; resolves to the commit. */
export async function pushCommit(
  workingCopy: string,
  address: string,
  commit = 'HEAD',
  branch = DEFAULT_BRANCH,
): Promise<string> {
  const { stdout } = await run('git', ['-C', workingCopy, 'rev-parse', '--verify', `${commit}^{commit}`]);
  const id = stdout.trim();
  await run('git', ['-C', workingCopy, 'push', '--quiet', '--force', remoteUrl(address), `${id}:refs/heads/${branch}`]);
  return id;
}
