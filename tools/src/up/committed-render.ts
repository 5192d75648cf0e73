/** What is deployed is what is committed: says what to do when that is not the render of the working copy. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '@chimera/lab';
import type { ClusterTree } from '@chimera/platform-render';

/** Throws unless `gitops/<cluster>` of HEAD in the working copy `folder` is this tree. */
export function demandCommittedRender(folder: string, { plan, files }: ClusterTree): void {
  const tree = `gitops/${plan.cluster.name}`;
  const stale = files.find(({ path, text }) => readIfThere(join(folder, path)) !== text);
  if (stale !== undefined) {
    throw new LabError(
      `${stale.path} is not what clusters/${plan.cluster.name} renders to: npm run render, commit, and try again`,
    );
  }
  const changed = execFileSync('git', ['-C', folder, 'status', '--porcelain', '--', tree], { encoding: 'utf8' });
  if (changed !== '') {
    const first = changed.split('\n')[0]?.slice(3) ?? tree;
    throw new LabError(`${first} is not committed, and only commits are deployed: commit ${tree}, and try again`);
  }
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
