/** Render as its users meet it: a cluster in a folder, a line deleted, a stale file. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindLocal } from '@chimera/clusters';
import { systems, teamIds } from '@chimera/platform-catalog';
import { type Cluster, type Installation, installationsOf, retire } from '@chimera/platform-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderAll } from './render-all.ts';

let root: string;
const defaults = { check: false, base: 'HEAD', shared: false, runbooks: false };
const lines: string[] = [];
const render = (cluster: Cluster, options: Partial<Parameters<typeof renderAll>[0]> = {}) => {
  lines.length = 0;
  return renderAll({ ...defaults, root, clusters: [cluster], print: (line) => lines.push(line), ...options });
};
const grafana = (): Installation => {
  const found = installationsOf(kindLocal).find(({ component }) => component.system.name === systems.grafana.name);
  if (found === undefined) throw new Error('kind-local has no Grafana');
  return found;
};
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@test', ...args], { cwd: root, stdio: 'pipe' });
const files = () =>
  readdirSync(join(root, 'gitops'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
const without = (...names: readonly string[]): Cluster => ({
  ...kindLocal,
  profiles: { all: installationsOf(kindLocal).filter(({ component }) => !names.includes(component.system.name)) },
  run: ['all'],
});

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'render-'));
  writeFileSync(join(root, '.gitkeep'), '');
  git('init', '-q');
  expect(render(kindLocal), lines.join('\n')).toBe(0);
  git('add', '-A');
  git('commit', '-qm', 'rendered');
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

describe('renderAll', () => {
  it('changes nothing the second time', () => {
    expect(render(kindLocal, { check: true })).toBe(0);
    expect(lines.at(-1)).toBe('Fresh.');
  });

  it('refuses a base that does not exist, two parts at once, and a retirement where installations stand', () => {
    expect(() => render(kindLocal, { check: true, base: 'nowhere' })).toThrow('--base: "nowhere" is no commit');
    expect(() => render(kindLocal, { check: true, shared: true, team: 'observability' })).toThrow(
      '--team and --shared name different parts of the render',
    );
    const misplaced = retire(grafana().component, { keep: 'volumes' }) as object as Installation;
    expect(() => render({ ...kindLocal, profiles: { core: [misplaced] }, run: ['core'] }, { check: true })).toThrow(
      `retires "grafana" in profile "core", where installations stand. Move it to the cluster's own list: retired: [retire(grafana, { keep: 'volumes' })]`,
    );
  });

  it('shows placeholders in runbooks, which Markdown would take for HTML', () => {
    const texts = readdirSync(join(root, 'docs/runbooks')).map((name) =>
      readFileSync(join(root, 'docs/runbooks', name), 'utf8').replace(/```[^`]*```|`[^`]*`/g, ''),
    );
    expect(texts.join('\n')).toContain('-n \\<namespace> describe externalsecret \\<name>');
    expect(texts.flatMap((text) => text.match(/(?<!\\)<[a-z]+>/g) ?? [])).toEqual([]);
  });

  it('removes exactly the folder and the Application of a stateless line that is gone', () => {
    const before = files();
    expect(render(without(systems.pushgateway.name)), lines.join('\n')).toBe(0);
    const after = new Set(files());
    const gone = before.filter((path) => !after.has(path));
    expect(gone).toContain('gitops/kind-local/applications/pushgateway.yaml');
    expect(gone.filter((path) => !path.includes('/components/observability/pushgateway/'))).toEqual([
      'gitops/kind-local/applications/pushgateway.yaml',
    ]);
    render(kindLocal);
  });

  it('lets the last components of a namespace go, whose project still admits it', () => {
    const project = () => readFileSync(join(root, 'gitops/kind-local/projects/observability.yaml'), 'utf8');
    const [before, admits] = [files(), project()];
    const cluster = without(systems.fluentd.name, systems.nodeExporter.name);
    expect(render(cluster), lines.join('\n')).toBe(0);
    const after = new Set(files());
    const others = before
      .filter((path) => !after.has(path) && !/\/(?:fluentd|node-exporter)(?:\/|\.yaml)/.test(path))
      .map((path) => path.slice(path.lastIndexOf('/') + 1));
    expect(others).toEqual(['namespace.node-agents.yaml', 'networkpolicy.node-agents.default-deny.yaml']);
    expect(project()).toBe(admits);
    expect(admits).toContain('namespace: node-agents');
    render(kindLocal);
  });

  it('refuses to lose a stateful component, and says how to retire it', () => {
    expect(render(without(systems.grafana.name))).toBe(1);
    expect(lines.join('\n')).toMatch(/vanished-stateful/);
    expect(lines.join('\n')).toMatch(/retire/);
  });

  it('keeps the claims of a retired component and prunes the rest', () => {
    const cluster = { ...without(systems.grafana.name), retired: [retire(grafana().component, { keep: 'volumes' })] };
    expect(render(cluster), lines.join('\n')).toBe(0);
    const left = files().filter((path) => path.includes('/observability/grafana/'));
    expect(left.length).toBeGreaterThan(0);
    expect(left.every((path) => /persistentvolumeclaim|configmap\.monitoring\.grafana-retired/.test(path))).toBe(true);
    render(kindLocal);
  });

  it('names every stale file and the command', () => {
    const file = 'gitops/kind-local/root.yaml';
    appendFileSync(join(root, file), '# edited by hand\n');
    writeFileSync(join(root, 'gitops/kind-local/stray.yaml'), 'kind: Stray\n');
    expect(render(kindLocal, { check: true })).toBe(1);
    expect(lines.join('\n')).toContain(`changed  ${file}`);
    expect(lines.join('\n')).toContain('removed  gitops/kind-local/stray.yaml');
    expect(lines.at(-1)).toContain('npm run render');
    render(kindLocal);
  });

  it('splits into parts that do not overlap and leave nothing out', () => {
    const whole = files();
    const parts = [...teamIds.map((team) => ({ team })), { shared: true }].map((part) => {
      rmSync(join(root, 'gitops'), { recursive: true, force: true });
      render(kindLocal, { ...part, cluster: 'kind-local' });
      try {
        return files();
      } catch {
        return [];
      }
    });
    expect(parts.flat().sort()).toEqual(whole);
    render(kindLocal);
  });
});
