/** `npm run prove -- <what>`: checks that need more than npm packages. One that cannot run says so, and is never counted as passed. */
import { messageOf } from '@chimera/errors';
import { argocdRbac } from './prove/argocd-rbac.ts';
import { argocdSettings } from './prove/argocd-settings.ts';
import { CLIENTS } from './prove/clients/index.ts';
import { recordClients } from './prove/clients/record-clients.ts';
import { gitops } from './prove/gitops/gitops.ts';
import { lab } from './prove/lab/lab.ts';
import { mutations } from './prove/mutations.ts';
import { CannotRun, type Proof } from './prove/proof.ts';
import { recordFlight } from './prove/record-flight.ts';
import { RULES } from './prove/rules/index.ts';

/** All proofs, by name. */
const PROOFS: Readonly<Record<string, Proof>> = {
  'argocd-rbac': argocdRbac,
  'argocd-settings': argocdSettings,
  lab,
  mutations,
  gitops,
  ...CLIENTS,
  ...RULES,
  'record-flight': recordFlight,
  'record-clients': recordClients,
};

/** Several proofs under one name. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  clients: Object.keys(CLIENTS),
  rules: Object.keys(RULES),
};

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    const list = Object.entries(PROOFS).map(
      ([name, { needs, says }]) => `  ${name.padEnd(24)} ${says}\n  ${''.padEnd(24)} needs: ${needs}`,
    );
    const groups = Object.entries(GROUPS).map(([name, members]) => `  ${name.padEnd(24)} ${members.join(', ')}`);
    console.log(`Usage: npm run prove -- <what> ...\n\n${[...groups, ...list].join('\n')}`);
    return args.length === 0 ? 2 : 0;
  }
  const names = args.flatMap((name) => GROUPS[name] ?? [name]);
  const unknown = names.filter((name) => !Object.hasOwn(PROOFS, name));
  if (unknown.length > 0) {
    const known = [...Object.keys(GROUPS), ...Object.keys(PROOFS)];
    console.error(`unknown: ${unknown.join(', ')}; there are: ${known.join(', ')}`);
    return 2;
  }
  const tally = { passed: 0, failed: 0 };
  const notRun: string[] = [];
  for (const name of names) {
    const proof = PROOFS[name] as Proof;
    try {
      for await (const line of proof.run()) console.log(`${name}: ${line}`);
      tally.passed++;
    } catch (error) {
      if (error instanceof CannotRun) {
        notRun.push(name);
        console.log(`${name}: NOT RUN, nothing proved: ${error.message}`);
      } else {
        tally.failed++;
        console.error(`${name}: FAILED: ${messageOf(error)}`);
      }
    }
  }
  if (notRun.length > 0) console.log(`could not run, so not proved: ${notRun.join(', ')}`);
  console.log(`${tally.passed} passed, ${tally.failed} failed, ${notRun.length} could not run`);
  return tally.failed > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
