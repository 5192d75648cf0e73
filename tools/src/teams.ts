/** `npm run teams`: writes .github/CODEOWNERS from the teams and the projects' tags. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { codeowners } from '@chimera/platform-catalog';
import { complain } from './complain.ts';
import { ownedProjects } from './teams/projects.ts';
import { inRepo, ROOT } from './workspace.ts';

const HELP = `Usage: npm run teams [-- --check]

Writes .github/CODEOWNERS from libs/platform/catalog/src/teams.ts and the "team:" tags of all projects. Everything else that
follows from the teams (AppProjects, Argo CD's roles and notifications, namespace labels, alert routes) comes with npm run render.

  --check  change nothing; exit 1 when the file is stale`;

const FILE = inRepo('.github', 'CODEOWNERS');

try {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) console.log(HELP);
  else process.exitCode = write(values.check ?? false);
} catch (error) {
  process.exitCode = complain('teams', error);
}

function write(check: boolean): number {
  const wanted = codeowners(ownedProjects(ROOT));
  if (wanted === readFileOr('', FILE)) {
    console.log('.github/CODEOWNERS is up to date.');
    return 0;
  }
  if (check) {
    console.error('.github/CODEOWNERS is stale. Run `npm run teams` and commit the result.');
    return 1;
  }
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, wanted);
  console.log('.github/CODEOWNERS written.');
  return 0;
}

function readFileOr(otherwise: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
