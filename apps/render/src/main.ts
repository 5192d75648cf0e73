/** `npm run render`: reads `clusters/`, writes `gitops/` and `docs/runbooks/`. The only program that writes there. */
import { parseArgs } from 'node:util';
import { clusters } from '@chimera/clusters';
import { isWrongUse } from '@chimera/errors';
import { faultOfRender, repositoryRoot } from '@chimera/platform-render';
import { renderAll } from './render-all.ts';

const HELP = `Usage: npm run render -- [flags]

Writes gitops/ and docs/runbooks/ from clusters/ and the components, checks every guard, and deletes what should not be there.

  --check            write nothing; name every stale file and fail if there is one
  --cluster <name>   only this cluster (${clusters.map(({ name }) => name).join(', ')})
  --team <id>        only this team's folder of components; without guards that look across teams
  --shared           only root, projects, applications and inventory
  --runbooks         only docs/runbooks/
  --base <ref>       compare immutable fields and stateful objects with this commit (HEAD)
  --help             this text`;

const OPTIONS = {
  check: { type: 'boolean', default: false },
  cluster: { type: 'string' },
  team: { type: 'string' },
  shared: { type: 'boolean', default: false },
  runbooks: { type: 'boolean', default: false },
  base: { type: 'string', default: 'HEAD' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

try {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(HELP);
  } else {
    process.exitCode = renderAll({
      ...values,
      root: repositoryRoot(import.meta.dirname),
      clusters,
      print: (line) => console.log(line),
    });
  }
} catch (error) {
  console.error(faultOfRender('render', error));
  process.exitCode = isWrongUse(error) ? 2 : 1;
}
