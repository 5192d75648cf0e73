/** Wrong inputs and wrong references must not compile: `tsc` fails on an unused `@ts-expect-error`. */
import { expect, it } from 'vitest';
import type { Component, SingleReplicaInputs } from './component.ts';
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

const stores = describeSystem({
  name: 'stores',
  title: 'stores',
  team: 'green',
  namespace: 'data',
  scope: 'usage',
  images: {},
  endpoints: { kafka: { port: 9092, protocol: 'tcp' }, sql: { port: 5432, protocol: 'tcp' } },
  secrets: { trips: { name: 'trips-login', values: { username: random(8), password: random(16) } } },
  topics: { 'taxi-trips': { endpoint: 'kafka', partitions: 3 } },
  databases: { trips: { endpoint: 'sql', login: 'trips' } },
});

it('compiles no second replica of what cannot be replicated', () => {
  const single = component as unknown as Component<SingleReplicaInputs>;
  install(single, { replicas: 1 });
  // @ts-expect-error each copy would hold data of its own
  expect(install(single, { replicas: 2 }).inputs).toMatchObject({ replicas: 2 });
});

it('compiles only topics and databases that exist', () => {
  testComponent(system, (context) => {
    context.topic(stores.topics['taxi-trips']);
    context.database(stores.databases.trips).login.key('password');
    // @ts-expect-error a topic that nobody declares
    context.topic(stores.topics['taxi-trip']);
    // @ts-expect-error a database that nobody declares
    context.database(stores.databases.trip);
    // @ts-expect-error a key that the login does not have
    context.database(stores.databases.trips).login.key('passwort');
    // @ts-expect-error a system without topics
    context.topic(withSecret.topics.trips);
    // @ts-expect-error a system without databases
    context.database(withSecret.databases.trips);
  });
  const declaration = {
    name: 'x',
    title: 'x',
    team: 'blue',
    namespace: 'apps',
    scope: 'usage',
    images: {},
    endpoints: { sql: { port: 5432, protocol: 'tcp' } },
    secrets: { login: { name: 'login', values: { password: random(16) } } },
  } as const;
  // @ts-expect-error a topic at an endpoint that does not exist
  expect(() => describeSystem({ ...declaration, topics: { t: { endpoint: 'kafka', partitions: 1 } } })).not.toThrow();
  // @ts-expect-error a database whose login is no secret of the system
  expect(() => describeSystem({ ...declaration, databases: { d: { endpoint: 'sql', login: 'sql' } } })).not.toThrow();
  expect(stores.databases.trips).toMatchObject({ name: 'trips', endpoint: { address: stores.endpoints.sql.address } });
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
