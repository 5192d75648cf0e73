/** `npm run new-component`: scaffolds a component, and says which line is left to write. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { namespaces, supportMatrix, systems, teamIds } from '@chimera/platform-catalog';
import { complain } from './complain.ts';
import { scaffold } from './platform/scaffold.ts';
import { camel } from './platform/scaffold-texts.ts';
import { bin, inRepo, ROOT, run } from './workspace.ts';

const HELP = `Usage: npm run new-component -- --team <id> --name <name> --image <repository:tag> [--port 8080] [--title <text>] [--namespace <name>]

Writes the component, its rule tests, its metric families and its catalog entries, lists it among its team's components, and
formats what it wrote. What comes out compiles, renders and passes the tests; what it is for is yours to write.
Teams: ${teamIds.join(', ')}.`;

const OPTIONS = {
  team: { type: 'string' },
  name: { type: 'string' },
  image: { type: 'string' },
  title: { type: 'string' },
  namespace: { type: 'string' },
  port: { type: 'string', default: '8080' },
  help: { type: 'boolean', short: 'h' },
} as const;

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = complain('new-component', error);
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const { team, name, image } = values;
  if (team === undefined || name === undefined || image === undefined) {
    const missing = Object.entries({ team, name, image }).flatMap(([flag, value]) =>
      value === undefined ? [`--${flag}`] : [],
    );
    console.error(`new-component: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.\n\n${HELP}`);
    return 2;
  }
  return create({ ...values, team, name, image });
}

interface Wanted {
  readonly team: string;
  readonly name: string;
  readonly image: string;
  readonly title?: string;
  readonly namespace?: string;
  readonly port: string;
}

/** Writes nothing unless everything can be written. */
async function create({ team, name, image, title, namespace, port }: Wanted): Promise<number> {
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
    namespace: namespaceOf(team, namespace),
    port: Number(port),
    title: title ?? name,
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
  if (code !== 0) {
    console.error('new-component: what was written is not right yet: the lines above say where.');
    return code;
  }
  console.log(`
Next:
  1. make the component say what it is for: libs/platform/components/${team}/src/${name}.ts
  2. add install(${camel(name)}) to a profile in clusters/<cluster>/cluster.ts, with its import from @chimera/components-${team}
  3. npm run render, and npm run readme for README's tables of what the clusters hold`);
  return 0;
}

/** The one asked for; else the team's own, else its first. */
function namespaceOf(team: string, wanted: string | undefined): string {
  const own = namespaces.filter((each) => each.team === team).map((each) => each.name);
  const name = wanted ?? own.find((each) => each === team) ?? own.find((each) => each === 'monitoring') ?? own[0];
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
