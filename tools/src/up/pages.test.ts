import { kindLocal } from '@chimera/clusters';
import { fullName } from '@chimera/lab';
import { inventoryOf, renderCluster } from '@chimera/platform-render';
import { expect, test } from 'vitest';
import { pageLines } from './pages.ts';

const tree = renderCluster(kindLocal);
const all = inventoryOf(tree.plan).images.map(({ image }) => fullName(image));

test('a page whose images are there has a command, each on a port of its own', () => {
  const lines = pageLines(tree, all);
  const line = (text: string) => lines.find((each) => each.includes(text)) ?? '';
  expect(line('svc/prometheus')).toMatch(
    /kubectl -n monitoring port-forward svc\/prometheus (1?9090):9090 +http:\/\/127\.0\.0\.1:\1$/,
  );
  expect(line('svc/mytsdb')).toMatch(/-n mytsdb port-forward svc\/mytsdb 1?9090:9090 /);
  expect(line('Traefik')).toContain('port-forward deployment/traefik ');
  const ports = lines.flatMap((line) => /127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? []);
  expect(ports.length).toBeGreaterThan(4);
  expect(new Set(ports).size).toBe(ports.length);
});

test('one missing image makes the page a simulated one', () => {
  const lines = pageLines(
    tree,
    all.filter((image) => !image.includes('k8s-sidecar')),
  );
  expect(lines.at(-1)).toBe('  simulated, so without a page: Grafana');
  expect(lines.join('\n')).not.toContain('svc/grafana');
});
