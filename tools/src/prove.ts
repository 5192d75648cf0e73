/** `npm run prove -- <what>`: checks that need more than npm packages. One that cannot run says so, and is never counted as passed. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { messageOf } from '@chimera/errors';
import { argocdRbac } from './prove/argocd-rbac.ts';
import { argocdSettings } from './prove/argocd-settings.ts';
import { CLIENTS } from './prove/clients/index.ts';
import { recordClients } from './prove/clients/record-clients.ts';
import { recordGrafana } from './prove/clients/record-grafana.ts';
import { gitops } from './prove/gitops/gitops.ts';
import { lab } from './prove/lab/lab.ts';
import { mutations } from './prove/mutations.ts';
import { CannotRun, type Proof } from './prove/proof.ts';
import { recordFlight } from './prove/record-flight.ts';
import { RULES } from './prove/rules/index.ts';
import { inRepo } from './workspace.ts';

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
  'record-grafana': recordGrafana,
};

/** Several proofs under one name. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  clients: Object.keys(CLIENTS),
  rules: Object.keys(RULES),
};

async function main(all: readonly string[]): Promise<number> {
  const save = all.includes('--save');
  const args = all.filter((one) => one !== '--save');
  if (args.length === 0 || args.includes('--help')) {
    const list = Object.entries(PROOFS).map(
      ([name, { needs, says }]) => `  ${name.padEnd(24)} ${says}\n  ${''.padEnd(24)} needs: ${needs}`,
    );
    const groups = Object.entries(GROUPS).map(([name, members]) => `  ${name.padEnd(24)} ${members.join(', ')}`);
    console.log(
      `Usage: npm run prove -- <what> ... [--save]\n\n--save keeps what is printed in docs/measured/<what>.txt, when it is proved.\n\n${[...groups, ...list].join('\n')}`,
    );
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
      const lines: string[] = [];
      for await (const line of proof.run()) {
        console.log(`${name}: ${line}`);
        lines.push(line);
      }
      tally.passed++;
      if (save) keep(name, lines);
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

/** For README: with the machine and the date. */
function keep(name: string, lines: readonly string[]): void {
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  const head = `npm run prove -- ${name}: ${machine}, ${new Date().toISOString().slice(0, 10)}`;
  writeFileSync(inRepo('docs', 'measured', `${name}.txt`), `${[head, ...lines].join('\n')}\n`);
}

process.exitCode = await main(process.argv.slice(2));
