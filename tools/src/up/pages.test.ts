import { kindLocal } from '@chimera/clusters';
import { fullName } from '@chimera/lab';
import { inventoryOf, renderCluster } from '@chimera/platform-render';
import { expect, test } from 'vitest';
import { pageLines } from './pages.ts';

const tree = renderCluster(kindLocal);
const all = inventoryOf(tree.plan).images.map(({ image }) => fullName(image));
const without = (part: string): string[] => all.filter((image) => !image.includes(part));

test('every page is a host behind Traefik, which one command reaches', () => {
  const lines = pageLines(tree, all);
  expect(lines[0]).toContain('kubectl -n traefik port-forward svc/traefik 8000 ');
  expect(lines).toContain(`    ${'Prometheus'.padEnd(20)} http://prometheus.chimera.localhost:8000`);
  expect(lines).toContain(`    ${'MyTSDB'.padEnd(20)} http://mytsdb.chimera.localhost:8000`);
  expect(lines.join('\n')).not.toContain('simulated');
});

test('one missing image makes the page a simulated one', () => {
  const lines = pageLines(tree, without('k8s-sidecar'));
  expect(lines.at(-1)).toBe('    simulated, so without a page: Grafana');
  expect(lines.join('\n')).not.toContain('http://grafana');
});

test('without Traefik no page is promised', () => {
  expect(pageLines(tree, without('traefik')).join()).toContain('Traefik is simulated');
});
