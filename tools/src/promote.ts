/** `npm run promote -- --commit <id>`: lets a cluster that is held at a commit run another one. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { complain } from './complain.ts';
import { type Git, promote } from './promote/promotion.ts';
import { ROOT, sourceProgram, spawnProgram } from './workspace.ts';

const HELP = `Usage: npm run promote -- --commit <id> [--cluster server]

Writes clusters/<cluster>/promoted.json and renders. All Applications of the cluster then name that commit, so one commit moves
them together, in the order of their waves, and one revert moves them back. Commit the result and push.

  --commit <id>     a commit of this branch that contains gitops/<cluster>; also a tag or HEAD
  --cluster <name>  default: server`;

const git: Git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });

try {
  const { values } = parseArgs({
    options: {
      commit: { type: 'string' },
      cluster: { type: 'string', default: 'server' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help || values.commit === undefined) {
    console.log(HELP);
    process.exitCode = values.help ? 0 : 2;
  } else {
    process.exitCode = await run(values.cluster, values.commit);
  }
} catch (error) {
  process.exitCode = complain('promote', error);
}

async function run(cluster: string, commit: string): Promise<number> {
  const { file, before, after, changes } = promote(ROOT, git, cluster, commit);
  console.log(`${cluster}: ${before === null ? 'the branch' : before.slice(0, 12)} -> ${after.slice(0, 12)}`);
  for (const line of changes ?? []) console.log(`  ${line}`);
  if (changes?.length === 0) console.log('  nothing that the cluster runs changes');
  const child = spawnProgram(sourceProgram('apps', 'render', 'src', 'main.ts'), [], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === 0) console.log(`Commit ${file} and gitops/, and push.`);
  return code ?? 1;
}
