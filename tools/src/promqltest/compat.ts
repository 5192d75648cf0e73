/** The compatibility table of the README, from a run of the test scripts on the server's store. */
import { renderCompatTable, summarize } from '@chimera/promql-testkit';
import { runTestdata } from './run-testdata.ts';

/** Markdown. Throws an Error when the folder has no test scripts. */
export async function compatTable(folder: string): Promise<string> {
  return renderCompatTable(summarize(await runTestdata({ folder, names: [], storage: 'head' })));
}
