/** Argo CD's own command line, as the lab builds it, over rendered files; it asks no cluster. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { labPaths } from '@chimera/lab';
import { inRepo, ROOT } from '../workspace.ts';
import { CannotRun } from './proof.ts';

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Runs `argocd admin <args>` to its end, whatever its exit code. */
export type ArgocdAdmin = (...args: readonly string[]) => Promise<Answer>;

/** The program wants a cluster's address even when it asks only files; nothing is connected to. */
const NO_CLUSTER = ['--server', 'http://127.0.0.1:1'];

/** Throws CannotRun where the lab has not built it. */
export function argocdAdmin(): ArgocdAdmin {
  const program = join(labPaths(ROOT).bin, 'argocd');
  if (!existsSync(program)) throw new CannotRun('Argo CD is not built here; run: npm run lab -- build');
  return (...args) =>
    new Promise((resolve) => {
      execFile(program, ['admin', ...args, ...NO_CLUSTER], (error, stdout, stderr) => {
        resolve({ stdout, stderr, code: error === null ? 0 : Number(error.code ?? 1) });
      });
    });
}

/** A rendered file of the component argocd. Throws CannotRun where nothing is rendered. */
export function renderedByArgocd(cluster: string, name: string): string {
  const file = inRepo('gitops', cluster, 'components', 'data-management', 'argocd', name);
  if (!existsSync(file)) throw new CannotRun(`${file} is missing; run: npm run render`);
  return file;
}
