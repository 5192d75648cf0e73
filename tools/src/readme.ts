/** `npm run readme`: writes README's tables from docs/measured/, a render, the lab's lists and a run of the PromQL test scripts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { complain } from './complain.ts';
import { compatTable } from './promqltest/compat.ts';
import { DEFAULT_TESTDATA } from './promqltest.ts';
import { replaceSection } from './readme/sections.ts';
import { withoutTimes, writeSections } from './readme/written-sections.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run readme [-- --testdata DIR] [--check]

Writes the tables of README.md anew: the bench from docs/measured/bench.json (npm run bench -- --save) and
families.json (npm run bench -- --families --save), the output of
npm start from docs/measured/start.txt, the compatibility table by running the scripts in DIR, the numbers of the platform from a
render, the table of images from the lab's recipes and lists. Without the scripts the table of compatibility stays as it is.

  --testdata DIR  folder of Prometheus' PromQL test scripts
  --check         change nothing; exit 1 when a table is stale (render times of this machine do not count)`;

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
  let text = writeSections(before, inRepo('docs', 'measured'));
  if (existsSync(values.testdata)) text = replaceSection(text, 'promqltest', await compatTable(values.testdata));
  else console.warn(`No folder ${values.testdata}: the table of compatibility stays as it is.`);
  if (values.check ? withoutTimes(text) === withoutTimes(before) : text === before) {
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

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = complain('readme', error);
}
