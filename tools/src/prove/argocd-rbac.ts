/** Argo CD's own policy evaluation over the policy that is rendered, with the questions of the unit tests. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { clusters } from '@chimera/clusters';
import { type Question, questions } from '@chimera/platform-argocd';
import { type ArgocdAdmin, argocdAdmin, renderedByArgocd } from './argocd-program.ts';
import type { Proof } from './proof.ts';

export const argocdRbac: Proof = {
  says: "the rendered roles and policy, asked through Argo CD's `argocd admin settings rbac can`",
  needs: 'npm run lab -- build (Argo CD, from its Go module), npm run render',
  async *run() {
    const argocd = argocdAdmin();
    const policies = new Map<string, { readonly file: string; readonly clusters: string[] }>();
    for (const { name } of clusters) {
      const file = renderedByArgocd(name, 'configmap.argocd.argocd-rbac-cm.yaml');
      const text = readFileSync(file, 'utf8');
      const same = policies.get(text);
      if (same === undefined) policies.set(text, { file, clusters: [name] });
      else same.clusters.push(name);
    }
    for (const { file, clusters: names } of policies.values()) {
      const where = names.join(', ');
      const { code, stdout, stderr } = await argocd('settings', 'rbac', 'validate', '--policy-file', file);
      if (code !== 0) throw new Error(`${where}: the policy is not valid: ${stdout}${stderr}`);
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

async function can(
  argocd: ArgocdAdmin,
  policy: string,
  { subject, action, resource, object }: Question,
): Promise<boolean> {
  const args = ['settings', 'rbac', 'can', subject, action, resource, object, '--policy-file', policy];
  const { stdout, stderr } = await argocd(...args);
  const text = stdout.trim();
  if (text === 'Yes') return true;
  if (text === 'No') return false;
  throw new Error(`argocd admin ${args.join(' ')} answered neither Yes nor No: ${text}${stderr}`);
}
