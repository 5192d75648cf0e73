/** Wrong inputs and wrong references must not compile: `tsc` fails on an unused `@ts-expect-error`. */
import { expect, it } from 'vitest';
import { install } from './installation.ts';
import { resources } from './resources.ts';
import { random } from './secret.ts';
import { describeSystem } from './system.ts';
import { testComponent, testSystem } from './test-cluster.ts';

const system = testSystem('app');
const component = testComponent(system);
const withSecret = describeSystem({
  name: 'db',
  title: 'db',
  team: 'green',
  namespace: 'data',
  scope: 'usage',
  images: {},
  endpoints: { sql: { port: 5432, protocol: 'tcp' } },
  secrets: { admin: { name: 'db-admin', values: { password: random(16) } } },
});

it('compiles only what exists', () => {
  install(component, { replicas: 2, resources: { limits: { memory: '1Gi' } } });
  // @ts-expect-error an input that the component does not have
  install(component, { replica: 2 });
  // @ts-expect-error a number where a quantity belongs
  install(component, { resources: { limits: { memory: 1 } } });
  // @ts-expect-error NodePort without its pinned ports
  install(component, { service: { type: 'NodePort', nodePort: 30000 } });
  // @ts-expect-error a memory quantity without unit
  resources('10m', '32', '100m', '64Mi');
  // @ts-expect-error an endpoint that the system does not have
  expect(system.endpoints.metrics).toBeUndefined();
  // @ts-expect-error a secret that the system does not declare
  expect(withSecret.secrets.root).toBeUndefined();
  testComponent(system, (context) => {
    // @ts-expect-error a key that the secret does not have
    context.secret(withSecret.secrets.admin).key('passwort');
    context.secret(withSecret.secrets.admin).key('password');
  });
  expect(withSecret.endpoints.sql.address).toBe('db.data.svc.cluster.local:5432');
});

it('checks the page of a system against its endpoints', () => {
  const declaration = {
    name: 'x',
    title: 'x',
    team: 'blue',
    namespace: 'apps',
    scope: 'usage',
    images: {},
    endpoints: { web: { port: 80, protocol: 'http' } },
  } as const;
  // @ts-expect-error the page is at an endpoint that does not exist
  describeSystem({ ...declaration, page: { host: 'x', endpoint: 'wbe', login: 'own' } });
  expect(describeSystem({ ...declaration, page: { host: 'x', endpoint: 'web', login: 'own' } }).page?.host).toBe('x');
});
