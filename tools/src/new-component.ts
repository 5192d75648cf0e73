/** `npm run new-component`: scaffolds a component, and says which line is left to write. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '@chimera/errors';
import { namespaces, supportMatrix, systems, teamIds } from '@chimera/platform-catalog';
import { scaffold } from './platform/scaffold.ts';
import { camel } from './platform/scaffold-texts.ts';
import { bin, inRepo, ROOT, run } from './workspace.ts';

const HELP = `Usage: npm run new-component -- --team <id> --name <name> --image <repository:tag> [--port 8080] [--title <text>] [--namespace <name>]

Writes the component, its rule tests, its metric families and its catalog entries, lists it among its team's components, and
formats what it wrote. What comes out compiles, renders and passes the tests; what it is for is yours to write.
Teams: ${teamIds.join(', ')}.`;

const { values } = parseArgs({
  options: {
    team: { type: 'string' },
    name: { type: 'string' },
    image: { type: 'string' },
    title: { type: 'string' },
    namespace: { type: 'string' },
    port: { type: 'string', default: '8080' },
    help: { type: 'boolean', short: 'h' },
  },
});
const { team, name, image } = values;

if (values.help || team === undefined || name === undefined || image === undefined) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  try {
    process.exitCode = await create(team, name, image);
  } catch (error) {
    console.error(`new-component: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}

/** Writes nothing unless everything can be written. */
async function create(team: string, name: string, image: string): Promise<number> {
  if (!(teamIds as readonly string[]).includes(team))
    throw new Error(`There is no team "${team}". Teams: ${teamIds.join(', ')}.`);
  if (Object.values(systems).some((system) => system.name === name))
    throw new Error(
      `"${name}" is in the catalog already (libs/platform/catalog/src/systems/). Write its component beside another one, libs/platform/components/observability/src/pushgateway.ts for instance.`,
    );
  const known = supportMatrix.flatMap(({ images }) => images).find((one) => `${one.repository}:${one.tag}` === image);
  const edits = scaffold({
    team,
    name,
    image,
    namespace: namespaceOf(team),
    port: Number(values.port),
    title: values.title ?? name,
    evidence: known?.evidence ?? 'unchecked',
    listed: known !== undefined,
  }).map(({ path, apply }) => {
    const file = inRepo(path);
    return { path, file, text: apply(existsSync(file) ? readFileSync(file, 'utf8') : null) };
  });
  for (const { path, file, text } of edits) {
    writeFileSync(file, text);
    console.log(`  wrote ${path}`);
  }
  const code = await finish(edits.map(({ path }) => path).filter((path) => !path.endsWith('.txt')));
  console.log(
    `\nNow add install(${camel(name)}) to a profile in clusters/<cluster>/cluster.ts, with its import from @chimera/components-${team}. Then: npm run render`,
  );
  return code;
}

/** The one asked for; else the team's own, else its first. */
function namespaceOf(team: string): string {
  const own = namespaces.filter((each) => each.team === team).map((each) => each.name);
  const name =
    values.namespace ?? own.find((each) => each === team) ?? own.find((each) => each === 'monitoring') ?? own[0];
  const owner = namespaces.find((each) => each.name === name)?.team;
  if (name === undefined || owner !== team) {
    throw new Error(
      `Namespace "${name ?? ''}" ${owner === undefined ? 'does not exist' : `belongs to ${owner}`}. Those of ${team}: ${own.join(', ')}; more are added in libs/platform/catalog/src/namespaces.ts.`,
    );
  }
  return name;
}

/** The formatter's idea of what was written, and who reviews it. */
async function finish(files: readonly string[]): Promise<number> {
  const formatted = await run(bin('biome'), ['check', '--write', '--log-level=error', ...files]);
  if (formatted !== 0) return formatted;
  return run(process.execPath, ['--conditions=@chimera/source', `${ROOT}/tools/src/teams.ts`]);
}
