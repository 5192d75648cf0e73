/** `npm run fuzz:promql`: random queries on a real Prometheus engine and on ours; what differs is shrunk and printed. */
import { parseArgs } from 'node:util';
import { messageOf } from '@chimera/errors';
import { FEATURES, parseFeatures } from './fuzz-promql/features.ts';
import { NoReference, startReference } from './fuzz-promql/reference.ts';
import { formatReport, fuzz } from './fuzz-promql/run.ts';

const HELP = `Usage: npm run fuzz:promql -- [options]

Generates random data sets and valid queries over them, runs each on Prometheus' own engine (3.14 or later, built once
from its Go module) and on ours, and compares values (relative 1e-6), labels, types, errors, warnings and infos as the
HTTP API gives them. What differs is made small and printed as a test script.

  --queries N      how many (default 1000)
  --seed S         repeats a run; without it the seed is random, and printed
  --features LIST  names as of --enable-feature with commas, all, or none (default: as a server starts)
                   ${FEATURES.slice(0, 3).join(', ')},
                   ${FEATURES.slice(3).join(', ')}
  --histograms     native histograms too
  --findings N     stop after this many (default 5)
  --help           this text

Needs Go 1.26 and, for the first run, the Go module proxy. Exits 1 when something differs, 2 when it cannot run.`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      queries: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
      features: { type: 'string', default: 'promql-duration-expr' },
      histograms: { type: 'boolean', default: false },
      findings: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const features = parseFeatures(values.features);
  const options = {
    queries: wholeNumber('queries', values.queries),
    seed: wholeNumber('seed', values.seed),
    maxFindings: wholeNumber('findings', values.findings),
    features,
    histograms: values.histograms,
    log: (line: string) => console.log(line),
  };
  const reference = await startReference(features);
  try {
    console.log(`Prometheus ${reference.version}; seed ${options.seed}; features: ${features.join(', ') || 'none'}`);
    const report = await fuzz(reference, options);
    console.log(formatReport(report, options));
    return report.findings.length > 0 ? 1 : 0;
  } finally {
    reference.close();
  }
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`--${flag} takes a whole number of 0 or more; got '${text}'.`);
  return Number(text);
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(
      error instanceof NoReference ? error.message : `${messageOf(error)}\nSee npm run fuzz:promql -- --help.`,
    );
    process.exitCode = 2;
  }
}
