/** Which commit a cluster's Applications are held at, and moving them to another. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs git in the repository; answers its output, or throws. */
export type Git = (...args: readonly string[]) => string;

export interface Promotion {
  /** Relative to the repository. */
  readonly file: string;
  readonly before: string | null;
  readonly after: string;
  /** One line per commit between the two that changes what the cluster runs, newest first; null when there is no such list. */
  readonly changes: readonly string[] | null;
}

/**
 * Checks that `revision` (a commit id, a tag, a branch) is a commit that the branch contains and that renders this cluster, and
 * writes its whole id to `clusters/<cluster>/promoted.json`. Throws an Error that says what is wrong and what to do.
 */
export function promote(root: string, git: Git, cluster: string, revision: string): Promotion {
  const file = `clusters/${cluster}/promoted.json`;
  if (!existsSync(join(root, 'clusters', cluster, 'cluster.ts'))) {
    const known = readdirSync(join(root, 'clusters')).filter((name) =>
      existsSync(join(root, 'clusters', name, 'cluster.ts')),
    );
    throw new Error(`There is no cluster "${cluster}". Clusters: ${known.join(', ')}.`);
  }
  if (!existsSync(join(root, file))) {
    throw new Error(
      `${cluster} is not held at a commit: there is no ${file}. Its Applications follow the branch; nothing needs promoting.`,
    );
  }
  const before = promotedCommit(readFileSync(join(root, file), 'utf8'), file);
  const after = attempt(() => git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`));
  if (after === null) {
    throw new Error(`"${revision}" is no commit of this repository. Fetch first, or give another: git log --oneline`);
  }
  if (attempt(() => git('merge-base', '--is-ancestor', after, 'HEAD')) === null) {
    throw new Error(
      `${after.slice(0, 12)} is not part of the branch that is checked out. Merge it first: what runs should be in the history.`,
    );
  }
  const folder = `gitops/${cluster}`;
  if (attempt(() => git('cat-file', '-e', `${after}:${folder}/root.yaml`)) === null) {
    throw new Error(
      `${after.slice(0, 12)} has no ${folder}/root.yaml, so Argo CD would find nothing there. Render and commit first: npm run render`,
    );
  }
  const between =
    before === null
      ? null
      : attempt(() => git('log', '--oneline', '--no-decorate', `${before}..${after}`, '--', `${folder}/components`));
  writeFileSync(join(root, file), `{ "commit": "${after}" }\n`);
  return { file, before, after, changes: between === null ? null : between.split('\n').filter((line) => line !== '') };
}

function promotedCommit(text: string, file: string): string | null {
  const value: unknown = JSON.parse(text);
  const commit = typeof value === 'object' && value !== null && 'commit' in value ? value.commit : undefined;
  if (commit === null || typeof commit === 'string') return commit;
  throw new Error(`${file} should be { "commit": "<id>" } or { "commit": null }; it is ${text.trim()}.`);
}

function attempt(run: () => string): string | null {
  try {
    return run().trim();
  } catch {
    return null;
  }
}
