/** `npm run promqltest`: runs Prometheus' own PromQL test scripts, with the runner's hidden modes. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@chimera/errors';
import { formatFailures, formatSummary, isGreen, summarize } from '@chimera/promql-testkit';
import { runTestdata, WHERE_FROM } from './promqltest/run-testdata.ts';
import { isStorageKind, STORAGE_KINDS } from './promqltest/storage.ts';
import { inRepo } from './workspace.ts';

/** Where the scripts lie unless `--testdata` says otherwise: beside the repository, never in it. */
export const DEFAULT_TESTDATA = inRepo('..', 'shared', 'promqltest', 'testdata');

const FEW_FAILURES = 20;

const HELP = `Usage: npm run promqltest -- [options]

Runs Prometheus' PromQL test scripts and prints passes and executed queries per file and in all. Each instant eval runs
again at other times with '@ t' added, and each of those as a range query; an eval passes when all of its runs do.
${WHERE_FROM}

  --testdata DIR     the folder of *.test scripts (default ../shared/promqltest/testdata, beside the repository)
  --file NAME        only scripts whose name contains NAME; may be repeated
  --storage KIND     ${STORAGE_KINDS.join(' or ')}: the real store (default) or the reference implementation
  --json FILE        also write all results there
  --verbose          print every failing eval, not only the first ${FEW_FAILURES}
  --help             this text

Exits 1 when an eval or a load fails, 2 when the arguments are wrong.`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      testdata: { type: 'string', default: DEFAULT_TESTDATA },
      file: { type: 'string', multiple: true, default: [] },
      storage: { type: 'string', default: 'head' },
      json: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const { storage } = values;
  if (!isStorageKind(storage)) throw new Error(`--storage takes ${STORAGE_KINDS.join(' or ')}; got '${storage}'.`);
  const reports = await runTestdata({ folder: resolve(values.testdata), names: values.file, storage });
  const summary = summarize(reports);
  const failures = formatFailures(reports);
  const shown = values.verbose ? failures : failures.slice(0, FEW_FAILURES);
  if (shown.length > 0) console.log(`${shown.join('\n')}\n`);
  if (shown.length < failures.length) console.log(`... and ${failures.length - shown.length} more (--verbose)\n`);
  console.log(formatSummary(summary));
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ summary, reports }, null, 2)}\n`);
  return isGreen(summary) ? 0 : 1;
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(`${messageOf(error)}\nSee npm run promqltest -- --help.`);
    process.exitCode = 2;
  }
}
