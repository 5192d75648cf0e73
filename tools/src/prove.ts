/** `npm run prove -- <what>`: checks that need more than npm packages. One that cannot run says so, and is never counted as passed. */
import { messageOf } from '@chimera/errors';
import { mutations } from './prove/mutations.ts';
import { CannotRun, type Proof } from './prove/proof.ts';
import { pyarrow } from './prove/pyarrow.ts';
import { recordFlight } from './prove/record-flight.ts';

/** All proofs, by name. */
const PROOFS: Readonly<Record<string, Proof>> = { mutations, pyarrow, 'record-flight': recordFlight };

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    const list = Object.entries(PROOFS).map(
      ([name, { needs, says }]) => `  ${name.padEnd(14)} ${says}\n  ${''.padEnd(14)} needs: ${needs}`,
    );
    console.log(`Usage: npm run prove -- <what> ...\n\n${list.join('\n')}`);
    return args.length === 0 ? 2 : 0;
  }
  const unknown = args.filter((name) => !Object.hasOwn(PROOFS, name));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(', ')}; there are: ${Object.keys(PROOFS).join(', ')}`);
    return 2;
  }
  const tally = { passed: 0, failed: 0, notRun: 0 };
  for (const name of args) {
    const proof = PROOFS[name] as Proof;
    try {
      for await (const line of proof.run()) console.log(`${name}: ${line}`);
      tally.passed++;
    } catch (error) {
      if (error instanceof CannotRun) {
        tally.notRun++;
        console.log(`${name}: NOT RUN, nothing proved: ${error.message}`);
      } else {
        tally.failed++;
        console.error(`${name}: FAILED: ${messageOf(error)}`);
      }
    }
  }
  console.log(`${tally.passed} passed, ${tally.failed} failed${tally.notRun > 0 ? `, ${tally.notRun} skipped` : ''}`);
  return tally.failed > 0 || tally.notRun > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
