/** Argo CD's own policy evaluation over the policy that is rendered, with the questions of the unit tests. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clusters } from '@chimera/clusters';
import { labPaths } from '@chimera/lab';
import { type Question, questions } from '@chimera/platform-argocd';
import { inRepo, ROOT } from '../workspace.ts';
import { CannotRun, type Proof } from './proof.ts';

const run = promisify(execFile);

const POLICY = 'configmap.argocd.argocd-rbac-cm.yaml';

/** The program wants a cluster's address even when it asks only a file; nothing is connected to. */
const NO_CLUSTER = ['--server', 'http://127.0.0.1:1'];

export const argocdRbac: Proof = {
  says: "the rendered roles and policy, asked through Argo CD's `argocd admin settings rbac can`",
  needs: 'npm run lab -- build (Argo CD, from its Go module), npm run render',
  async *run() {
    const argocd = join(labPaths(ROOT).bin, 'argocd');
    if (!existsSync(argocd)) throw new CannotRun('Argo CD is not built here; run: npm run lab -- build');
    const policies = new Map<string, { readonly file: string; readonly clusters: string[] }>();
    for (const { name } of clusters) {
      const file = inRepo('gitops', name, 'components', 'data-management', 'argocd', POLICY);
      if (!existsSync(file)) throw new CannotRun(`${file} is missing; run: npm run render`);
      const text = readFileSync(file, 'utf8');
      const same = policies.get(text);
      if (same === undefined) policies.set(text, { file, clusters: [name] });
      else same.clusters.push(name);
    }
    for (const { file, clusters: names } of policies.values()) {
      const where = names.join(', ');
      await run(argocd, ['admin', 'settings', 'rbac', 'validate', '--policy-file', file, ...NO_CLUSTER]);
      const asked = questions();
      const wrong = await wrongAnswers(asked, (question) => can(argocd, file, question));
      if (wrong.length > 0) {
        const lines = wrong.map(
          ({ subject, action, resource, object, allowed }) =>
            `  ${subject} ${action} ${resource} ${object}: Argo CD ${allowed ? 'refuses' : 'allows'} it`,
        );
        throw new Error(`${where}: ${wrong.length} of ${asked.length} answers differ\n${lines.join('\n')}`);
      }
      const allowed = asked.filter((question) => question.allowed).length;
      yield `${where}: policy valid; ${asked.length} questions, ${allowed} allowed and ${asked.length - allowed} refused, all as written`;
    }
  },
};

/** As many at a time as there are cores: each answer is a process. */
async function wrongAnswers(
  asked: readonly Question[],
  answer: (question: Question) => Promise<boolean>,
): Promise<Question[]> {
  const wrong: Question[] = [];
  const queue = asked.values();
  const worker = async () => {
    for (const question of queue) if ((await answer(question)) !== question.allowed) wrong.push(question);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return wrong;
}

async function can(argocd: string, policy: string, { subject, action, resource, object }: Question): Promise<boolean> {
  const args = ['admin', 'settings', 'rbac', 'can', subject, action, resource, object];
  const answer = await run(argocd, [...args, '--policy-file', policy, ...NO_CLUSTER]).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  const text = answer.stdout.trim();
  if (text === 'Yes') return true;
  if (text === 'No') return false;
  throw new Error(`argocd ${args.join(' ')} answered neither Yes nor No: ${text}`);
}
