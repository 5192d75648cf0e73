/** `npm run new-component`: scaffolds a component, and says which line is left to write. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { namespaces, teamIds } from '@chimera/platform-catalog';
import { camel, scaffold } from './platform/scaffold.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run new-component -- --team <id> --name <name> --image <repository:tag> [--port 8080] [--title <text>] [--namespace <name>]

Writes the component, its rule tests and its catalog entry, and lists it in its team's components.
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
    create(team, name, image);
  } catch (error) {
    console.error(`new-component: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

function create(team: string, name: string, image: string): void {
  if (!(teamIds as readonly string[]).includes(team))
    throw new Error(`There is no team "${team}". Teams: ${teamIds.join(', ')}.`);
  const namespace = values.namespace ?? namespaces.find((each) => each.team === team)?.name ?? team;
  if (!namespaces.some((each) => each.name === namespace)) {
    throw new Error(`There is no namespace "${namespace}". Add it to libs/platform/catalog/src/namespaces.ts first.`);
  }
  const edits = scaffold({ team, name, image, namespace, port: Number(values.port), title: values.title ?? name }).map(
    (edit) => {
      const file = inRepo(edit.path);
      return {
        path: edit.path,
        file,
        text: edit.apply(existsSync(file) ? readFileSync(file, 'utf8') : null).replaceAll('TEAM', team),
      };
    },
  );
  for (const { path, file, text } of edits) {
    writeFileSync(file, text);
    console.log(`  wrote ${path}`);
  }
  console.log(
    `\nNow add \`install(${camel(name)})\` to a profile in clusters/<cluster>/cluster.ts, then: npm run render`,
  );
}
