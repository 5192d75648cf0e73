/** One Kubernetes: what the catalog says is what types, schemas, both clusters, kind's node and the lab are of. */
import { readdirSync, readFileSync } from 'node:fs';
import { clusters } from '@chimera/clusters';
import { KUBERNETES } from '@chimera/platform-catalog';
import { schemaSources } from '@chimera/platform-policy';
import { expect, test } from 'vitest';
import { inRepo } from '../workspace.ts';

const { minor } = KUBERNETES;
const read = (...path: string[]) => readFileSync(inRepo(...path), 'utf8');

test('the classes that components are written with', () => {
  const { dependencies } = JSON.parse(read('libs', 'platform', 'kit', 'package.json')) as {
    dependencies: Record<string, string>;
  };
  const classes = Object.keys(dependencies).filter((name) => name.startsWith('cdk8s-plus-'));
  expect(classes).toEqual([`cdk8s-plus-${minor.split('.')[1]}`]);
});

test("the guards' schemas, the clusters, and kind's node", () => {
  expect(schemaSources('')[0]?.version.startsWith(`v${minor}.`)).toBe(true);
  expect(clusters.map(({ kubernetes }) => kubernetes)).toEqual(clusters.map(() => minor));
  expect(KUBERNETES.kindNode.startsWith(`kindest/node:v${minor}.`)).toBe(true);
});

test('what the lab builds', () => {
  const version = /KUBERNETES_VERSION = '([\d.]+)'/.exec(read('tools', 'lab', 'src', 'pins.ts'))?.[1];
  expect(version?.startsWith(`${minor}.`)).toBe(true);
  expect(read('tools', 'lab', 'go', 'kube', 'go.mod')).toContain(`k8s.io/kubernetes v${version}\n`);
  // The same patch as the schemas: what the guards accept is what the lab's API server was built from.
  expect(schemaSources('')[0]?.version).toBe(`v${version}`);
});

test('no component imports another version', () => {
  for (const path of readdirSync(inRepo('libs', 'platform'), { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts') || path.includes('dist/') || path.includes('node_modules')) continue;
    const imported = /from 'cdk8s-plus-(\d+)'/.exec(read('libs', 'platform', path))?.[1];
    if (imported !== undefined) expect(`1.${imported}`, path).toBe(minor);
  }
});
