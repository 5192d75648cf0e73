import { expect, it } from 'vitest';
import { buildTopology, CONTAINER_LABELS, type ContainerLabel } from './labels.ts';
import { presetAt } from './testing-sets.ts';

const small = buildTopology(presetAt('small'));
const valuesOf = (label: ContainerLabel) => new Set(small.containers.map(({ labels }) => labels[label]));

it('gives each label as many values as the description says', () => {
  const counts = Object.fromEntries(CONTAINER_LABELS.map((label) => [label, valuesOf(label).size]));
  expect(counts).toEqual({
    region: 3,
    zone: 8,
    cluster: 3,
    namespace: 5,
    app: 10,
    service: 10,
    deployment: 10,
    pod: 20,
    container: 2,
    node: 8,
    instance: 40,
    job: 1,
  });
});

it('follows the naming rules', () => {
  expect([...valuesOf('cluster')].sort()).toEqual([
    'eu-west-1-cluster-0',
    'us-east-1-cluster-0',
    'us-west-2-cluster-0',
  ]);
  expect(small.nodes.map(({ name }) => name)).toEqual([
    'ip-10-0-0-10.us-east-1.internal',
    'ip-10-1-0-11.us-west-2.internal',
    'ip-10-2-0-12.eu-west-1.internal',
    'ip-10-0-0-13.us-east-1.internal',
    'ip-10-1-0-14.us-west-2.internal',
    'ip-10-2-0-15.eu-west-1.internal',
    'ip-10-0-0-16.us-east-1.internal',
    'ip-10-1-0-17.us-west-2.internal',
  ]);
  expect(small.nodes.map(({ zone }) => zone)).toEqual([
    'us-east-1a',
    'us-west-2a',
    'eu-west-1a',
    'us-east-1b',
    'us-west-2b',
    'eu-west-1b',
    'us-east-1c',
    'us-west-2c',
  ]);
  for (const { labels } of small.containers) {
    expect(labels.pod).toMatch(new RegExp(`^${labels.deployment}-[0-9a-f]{9}-[bcdfghjklmnpqrstvwxz2456789]{5}$`));
    expect(labels.instance).toMatch(labels.container === 'app' ? /:8080$/ : /:15090$/);
    expect(labels.service).toBe(labels.app);
  }
  expect([...valuesOf('deployment')].slice(0, 4)).toEqual(['cart-v1', 'checkout-v2', 'payments-v3', 'invoices-v1']);
});

it('puts two to three pods on every node, all of the same cluster', () => {
  for (const node of small.nodes) {
    const pods = new Set(node.containers.map((index) => small.containers[index]?.pod));
    expect(pods.size).toBeGreaterThanOrEqual(2);
    expect(pods.size).toBeLessThanOrEqual(3);
    for (const index of node.containers) expect(small.containers[index]?.cluster).toBe(node.cluster);
  }
});

it('names what the lists do not', () => {
  const set = presetAt('small', 1, { namespaces: 7, services: 2, containers: 4, clusters: 6 });
  const { containers, clusters } = buildTopology(set);
  const last = containers.at(-1);
  expect(last?.labels.namespace).toBe('team-07');
  expect(last?.labels.app).toBe('app-014');
  expect(last?.labels.container).toBe('sidecar-4');
  expect(last?.labels.instance).toMatch(/:9104$/);
  expect(clusters.map(({ name }) => name)).toContain('us-east-1-cluster-1');
});

it('names pods from the seed', () => {
  const again = buildTopology(presetAt('small'));
  const other = buildTopology(presetAt('small', 2));
  expect(again).toEqual(small);
  expect(other.containers[0]?.labels.pod).not.toBe(small.containers[0]?.labels.pod);
});
