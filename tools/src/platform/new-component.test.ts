/** `npm run new-component` as a newcomer meets it: what it writes compiles, renders, and passes the tests. Runs on a copy of the repository. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyRepository, type SourceCopy } from '../prove/source-copy.ts';

const CLUSTER = 'clusters/kind-local/cluster.ts';
/** Tests that look at whatever components there are. */
const TESTS = [
  ...['tools/src/rules/rules.test.ts', 'tools/src/boards/rules.test.ts', 'tools/src/teams/agree.test.ts'],
  ...['clusters/clusters.test.ts', 'libs/platform/catalog/src/support-matrix.test.ts'],
];

let copy: SourceCopy;
const run = (program: string, ...args: string[]): string => {
  try {
    return execFileSync(program, args, {
      cwd: copy.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // The copy bundles its own server.
      env: { ...process.env, CHIMERA_SERVER_IS_BUNDLED: '', FORCE_COLOR: '0' },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}`);
  }
};
const node = (file: string, ...args: string[]) =>
  run(process.execPath, '--conditions=@chimera/source', join(copy.folder, file), ...args);
const bin = (name: string, ...args: string[]) => run(join(copy.folder, 'node_modules', '.bin', name), ...args);
const git = (...args: string[]) => run('git', ...args);

beforeAll(async () => {
  copy = await copyRepository();
}, 120_000);
afterAll(() => copy.remove());

it('yields components that compile, render and pass the tests', { timeout: 240_000 }, () => {
  const scaffold = (team: string, name: string, image: string) =>
    node('tools/src/new-component.ts', '--team', team, '--name', name, '--image', image, '--title', 'A new thing');
  scaffold('observability', 'new-thing', 'example/thing:v1.2.3');
  // Its image is in the support matrix, and the team has no component yet.
  scaffold('ai-ml', 'ollama', 'ollama/ollama:0.5.13');
  const touched = git('status', '--porcelain').trimEnd().split('\n');
  expect(touched.map((line) => line.slice(3))).toEqual([
    '.github/CODEOWNERS',
    'libs/platform/catalog/src/support/observability.ts',
    'libs/platform/catalog/src/systems/ai-ml.ts',
    'libs/platform/catalog/src/systems/observability.ts',
    'libs/platform/components/ai-ml/src/index.ts',
    'libs/platform/components/observability/src/index.ts',
    ...['families.txt', 'rules-test.yaml', 'ts'].map((end) => `libs/platform/components/ai-ml/src/ollama.${end}`),
    ...['families.txt', 'rules-test.yaml', 'ts'].map(
      (end) => `libs/platform/components/observability/src/new-thing.${end}`,
    ),
  ]);

  const cluster = readFileSync(join(copy.folder, CLUSTER), 'utf8');
  writeFileSync(
    join(copy.folder, CLUSTER),
    cluster
      .replace(/\nimport /, "\nimport { ollama } from '@chimera/components-ai-ml';\nimport ")
      .replace('  mytsdb,\n', '  mytsdb,\n  newThing,\n')
      .replace('install(pushgateway)', 'install(pushgateway), install(newThing), install(ollama)'),
  );
  node('apps/render/src/main.ts');
  const rendered = git('status', '--porcelain', '-uall', '--', 'gitops/kind-local');
  for (const name of ['new-thing', 'ollama']) {
    expect(rendered).toContain(`gitops/kind-local/applications/${name}.yaml`);
  }
  bin('biome', 'ci', '--error-on-warnings', 'libs/platform', 'clusters');
  bin('tsc', '-b', 'clusters/tsconfig.lib.json');
  bin('vitest', 'run', ...TESTS);
});
