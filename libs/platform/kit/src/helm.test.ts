import { expect, it } from 'vitest';
import { defineHelmComponent, type HelmDeclaration } from './helm.ts';
import { install } from './installation.ts';
import { planCluster } from './plan.ts';
import { resources } from './resources.ts';
import { testCluster, testPlatform, testSystem } from './test-cluster.ts';

interface Values {
  readonly replicas: number;
  readonly grafana: { readonly enabled: false };
}

const none = { none: 'a test' };
const helm: HelmDeclaration<{ replicas: number }, Values> = {
  repository: 'https://charts.test',
  chart: 'thing',
  version: '1.2.3',
  clusterKinds: [],
  values: ({ replicas }) => ({ replicas, grafana: { enabled: false } }),
  brings: ({ replicas }) => [
    {
      kind: 'Deployment',
      name: 'thing',
      replicas,
      images: ['example/thing:1.2.3'],
      resources: resources('10m', '32Mi', '100m', '64Mi'),
    },
  ],
};
const thing = defineHelmComponent<{ replicas: number }, Values>({
  system: testSystem('thing'),
  inputs: { replicas: 1 },
  metrics: none,
  alerts: none,
  boards: none,
  helm,
});

it('turns inputs into values and into what the chart brings', () => {
  const built = planCluster(testCluster([install(thing, { replicas: 3 })]), testPlatform).components.find(
    ({ system }) => system.name === 'thing',
  );
  expect(built?.helm?.values).toEqual({ replicas: 3, grafana: { enabled: false } });
  expect(built?.helm?.brings[0]?.replicas).toBe(3);
  expect(built?.objects).toEqual([]);
});

it('closes the values', () => {
  const wrong: HelmDeclaration<object, Values> = {
    ...helm,
    values: (): Values => ({
      replicas: 1,
      grafana: { enabled: false },
      // @ts-expect-error a key that the chart does not know
      prometheus: {},
    }),
  };
  expect(wrong.chart).toBe('thing');
});
