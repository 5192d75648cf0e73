/**
 * The door to every command: `node tools/bootstrap.mjs <command> [flags]`, which is what the npm scripts call. Plain
 * JavaScript for Node 20 or later, because on a fresh clone nothing is installed yet: it installs the packages that the
 * lockfile names (Node 24 is one of them), once, and then runs tools/src/<command>.ts on that Node.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.chimera-installed');
const COMMANDS = {
  start: 'start MyTSDB, seed it, start the sample app, keep running until Ctrl-C',
  test: 'format check, lint, type check, unit and end-to-end tests',
  bench: 'measure MyTSDB, side by side with Prometheus and VictoriaMetrics where installed',
  build: 'compile all projects and the web UI',
  graph: 'write the project graph as an HTML page',
  format: 'format all files',
  promqltest: "run Prometheus' own PromQL test scripts",
  fuzz: 'damaged inputs for every decoder of outside bytes',
  'fuzz:promql': 'compare random queries with a real Prometheus (needs Go)',
  prove: 'checks that need more than npm packages (Python, Debian packages, ...)',
  soak: 'the server under steady writes and queries',
  up: 'a cluster with the whole platform on this machine',
  down: 'end that cluster',
  lab: 'a real Kubernetes with Argo CD on this machine, without Docker',
  images: 'tags and builds of our own images',
  render: 'write gitops/ and the runbooks from clusters/ and the components',
  diff: 'what the working copy would change on each cluster',
  explain: 'from a rendered object to the line that makes it, and its team',
  'new-component': 'scaffold a component: its file, catalog entry, tests',
  'graph:components': 'draw the component graph of each cluster',
  secrets: 'the secrets that components declare: list, seed kind-local, show one',
  readme: "write README's measured tables anew",
  schemas: 'write the JSON schemas that rendered objects are checked with (needs Go)',
  teams: "write .github/CODEOWNERS from the teams and the projects' tags",
  promote: 'let the server cluster run another commit',
  'images:pin': 'resolve image digests where a registry can be reached',
  crds: "write the operators' CRDs from their Go modules (needs Go)",
};

/** What installing says goes to standard error: the output of a command may be read by a program. */
const TO_ERRORS = ['inherit', 2, 'inherit'];

const [command = '--help', ...args] = process.argv.slice(2);
if (!Object.hasOwn(COMMANDS, command)) {
  const list = Object.entries(COMMANDS).map(
    ([name, text]) =>
      `  npm run ${name.padEnd(Math.max(...Object.keys(COMMANDS).map(({ length }) => length)))} ${text}`,
  );
  console.log(`Usage: npm run <command> [-- flags]; each command takes --help.\n\n${list.join('\n')}`);
  process.exit(command === '--help' || command === '-h' ? 0 : 2);
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node ${process.versions.node} is too old to install the packages. Install Node 20 or later and try again.`);
}
if (!isInstalled()) await install();
process.exitCode = await run(findNode(), [
  '--conditions=@chimera/source',
  join(root, 'tools', 'src', `${command.replace(':', '-')}.ts`),
  ...args,
]);

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

/**
 * `npm install` from the lockfile, with a line that shows that it lives. Not `npm ci`: it refuses a lockfile whose registry
 * lacked the optional builds of a package for other platforms. `--no-save` keeps the lockfile as it is.
 */
async function install() {
  const wanted = packagesToInstall();
  console.error(`Installing about ${wanted} npm packages (once; later runs need no network) ...`);
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const ticker = setInterval(
    () => {
      if (process.stderr.isTTY) process.stderr.write(`\r  ${seconds()} `);
      else console.error(`  still installing, ${seconds()}`);
    },
    process.stderr.isTTY ? 1_000 : 10_000,
  );
  const npm = process.env.npm_execpath;
  const npmArgs = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const code =
    npm === undefined
      ? await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', npmArgs, TO_ERRORS)
      : await run(process.execPath, [npm, ...npmArgs], TO_ERRORS);
  clearInterval(ticker);
  if (code !== 0)
    fail(`npm install failed (exit code ${code}). Check the network to your npm registry and run the command again.`);
  writeFileSync(stamp, lockHash());
  console.error(`${process.stderr.isTTY ? '\r' : ''}Installed in ${seconds()}.`);
}

/** How many packages of the lockfile are for this machine, and no link to a folder of the repository. */
function packagesToInstall() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const isHere = (list, own) => list === undefined || list.includes(own);
  return Object.entries(packages).filter(
    ([path, { os, cpu, link }]) =>
      path.includes('node_modules/') && !link && isHere(os, process.platform) && isHere(cpu, process.arch),
  ).length;
}

/** The lockfile's Node 24; elsewhere than on Linux x64 the machine's own, if it is 24 or later. */
function findNode() {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `This platform needs its own Node 24 or later; this is ${process.versions.node}. Install Node 24 and try again.`,
  );
}

/** Runs a program to its end. Ctrl-C reaches it through the terminal; SIGTERM is passed on. Resolves to its exit code. */
function run(program, programArgs, stdio = 'inherit') {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` };
    const child = spawn(program, programArgs, { cwd: root, stdio, env });
    const passOn = () => child.kill('SIGTERM');
    const ignore = () => {};
    process.on('SIGINT', ignore);
    process.on('SIGTERM', passOn);
    child.on('error', (error) => fail(`${program} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', passOn);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
