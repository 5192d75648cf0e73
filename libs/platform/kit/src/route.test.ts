import { expect, test } from 'vitest';
import { planCluster } from './plan.ts';
import { pageUrl, route } from './route.ts';
import { describeSystem } from './system.ts';
import { install, testCluster, testComponent, testPlatform } from './test-cluster.ts';

const system = describeSystem({
  name: 'app',
  title: 'App',
  team: 'blue',
  namespace: 'apps',
  scope: 'end-to-end',
  images: { server: { repository: 'example/app', tag: '1.2.3', evidence: 'upstream' } },
  endpoints: { web: { port: 8080, protocol: 'http' } },
  page: { host: 'app', endpoint: 'web', login: 'own' },
});

/** The route of a page, and its address, on a cluster whose pages speak https or not. */
function routed(tls: boolean) {
  let url = '';
  const component = testComponent(system, (context) => {
    route(context, { host: 'app' });
    url = pageUrl(context, 'app');
  });
  const plan = planCluster({ ...testCluster([install(component)]), tls }, testPlatform);
  const objects = plan.components.flatMap((one) => one.objects.map(({ object }) => object));
  return { url, spec: objects.find(({ kind }) => kind === 'IngressRoute')?.['spec'] };
}

const match = 'Host(`app.test.localhost`)';

test('a page in the plain', () => {
  const { url, spec } = routed(false);
  expect(url).toBe('http://app.test.localhost');
  expect(spec).toMatchObject({ entryPoints: ['web'], routes: [{ match }] });
  expect(spec).not.toHaveProperty('tls');
});

test('a page over https, and not in the plain besides', () => {
  const { url, spec } = routed(true);
  expect(url).toBe('https://app.test.localhost');
  expect(spec).toMatchObject({ entryPoints: ['websecure'], tls: {}, routes: [{ match }] });
});
