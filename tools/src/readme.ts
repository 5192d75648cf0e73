/** `npm run readme`: writes README's measured tables from docs/measured/ and from a run of the PromQL test scripts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '@chimera/errors';
import { sayCircumstances } from './bench/circumstances.ts';
import { type FamiliesReport, familiesSection } from './bench/families-report.ts';
import { type Report, reportTable } from './bench/report.ts';
import { compatTable } from './promqltest/compat.ts';
import { DEFAULT_TESTDATA } from './promqltest.ts';
import { platformTable } from './readme/platform-table.ts';
import { replaceSection } from './readme/sections.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run readme [-- --testdata DIR] [--check]

Writes the tables of README.md anew: the bench from docs/measured/bench.json (npm run bench -- --save) and
families.json (npm run bench -- --families --save), the output of
npm start from docs/measured/start.txt, the compatibility table by running the scripts in DIR.

  --testdata DIR  folder of Prometheus' PromQL test scripts
  --check         change nothing; exit 1 when the table of compatibility is stale`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      testdata: { type: 'string', default: DEFAULT_TESTDATA },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const file = inRepo('README.md');
  const before = readFileSync(file, 'utf8');
  let text = replaceSection(before, 'promqltest', await compatTable(values.testdata));
  const start = inRepo('docs', 'measured', 'start.txt');
  if (existsSync(start)) text = replaceSection(text, 'start', indent(readFileSync(start, 'utf8')));
  const bench = inRepo('docs', 'measured', 'bench.json');
  if (existsSync(bench))
    text = replaceSection(text, 'bench', benchSection(JSON.parse(readFileSync(bench, 'utf8')) as Report));
  const families = inRepo('docs', 'measured', 'families.json');
  if (existsSync(families))
    text = replaceSection(
      text,
      'families',
      familiesSection(JSON.parse(readFileSync(families, 'utf8')) as FamiliesReport, false),
    );
  if (!values.check) text = replaceSection(text, 'platform', platformTable());
  if (text === before) {
    console.log('README.md is up to date.');
    return 0;
  }
  if (values.check) {
    console.error('README.md is stale; write it anew: npm run readme');
    return 1;
  }
  writeFileSync(file, text);
  console.log('README.md written.');
  return 0;
}

function benchSection(report: Report): string {
  return [
    sayCircumstances(report),
    'Medians; range queries over 24 h at 60 s, whole HTTP requests, nothing cached.',
    '',
    ...reportTable(report),
  ].join('\n');
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`readme: ${messageOf(error)}`);
  process.exitCode = 1;
}
