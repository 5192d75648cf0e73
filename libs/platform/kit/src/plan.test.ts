import { describe, expect, it } from 'vitest';
import { retire } from './installation.ts';
import { account, claim, configMap, customObject, service } from './objects.ts';
import { planCluster } from './plan.ts';
import { htpasswd, random } from './secret.ts';
import { describeSystem } from './system.ts';
import { install, testCluster, testComponent, testPlatform, testSystem } from './test-cluster.ts';
import { deployment } from './workload.ts';

const plan = (...installations: Parameters<typeof testCluster>) =>
  planCluster(testCluster(...installations), testPlatform);
const pod = (system: ReturnType<typeof testSystem>) =>
  ({
    uid: 10001,
    metrics: null,
    containers: [
      {
        name: 'main',
        image: system.images.server,
        resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
      },
    ],
  }) as const;

describe('planCluster', () => {
  const database = testSystem('database', 'data');
  const app = testSystem('app');

  it('derives waves from references and namespaces', () => {
    const { components } = plan([
      install(testComponent(app, (context) => void context.use(database.endpoints.web))),
      install(testComponent(database)),
    ]);
    expect(components.map(({ system, wave }) => [system.name, wave])).toEqual([
      ['app', 2],
      ['database', 1],
      ['namespaces-blue', 0],
      ['namespaces-green', 0],
    ]);
  });

  it('lets a reference not wait', () => {
    const { components } = plan([
      install(testComponent(app, (context) => void context.use(database.endpoints.web, { wait: false }))),
      install(testComponent(database, (context) => void context.use(app.endpoints.web))),
    ]);
    expect(components.find(({ system }) => system.name === 'database')?.wave).toBe(2);
  });

  it('opens the way to topics and databases, brings the login, and waits for them', () => {
    const stores = describeSystem({
      name: 'stores',
      title: 'stores',
      team: 'green',
      namespace: 'data',
      scope: 'usage',
      images: {},
      endpoints: { kafka: { port: 9092, protocol: 'tcp' }, sql: { port: 5432, protocol: 'tcp' } },
      secrets: { trips: { name: 'trips-login', values: { password: random(16) } } },
      topics: { 'taxi-trips': { endpoint: 'kafka', partitions: 3 } },
      databases: { trips: { endpoint: 'sql', login: 'trips' } },
    });
    const client = testComponent(app, (context) => {
      const topic = context.topic(stores.topics['taxi-trips']);
      expect(topic).toEqual({ name: 'taxi-trips', bootstrap: 'stores.data.svc.cluster.local:9092' });
      const { name, login } = context.database(stores.databases.trips, { wait: false });
      configMap(context, 'client', { topic: topic.name, database: name, secret: login.key('password').secretName });
    });
    const installations = [client, testComponent(stores), testComponent(testSystem('store'))].map((one) =>
      install(one),
    );
    const built = plan(installations).components.find(({ system }) => system.name === 'app');
    expect([...(built?.requires ?? [])]).toContain('stores');
    expect(built?.uses.map(({ endpoint, wait }) => [endpoint.name, wait])).toEqual([
      ['kafka', true],
      ['sql', false],
    ]);
    const secret = built?.objects.find(({ object }) => object.kind === 'ExternalSecret')?.object;
    expect(secret?.metadata).toMatchObject({ name: 'trips-login', namespace: 'apps' });
    expect(() => plan([install(client)])).toThrow('"app" requires "stores", which cluster "test" does not run');
  });

  it('names a cycle', () => {
    const installations = [
      install(testComponent(app, (context) => void context.use(database.endpoints.web))),
      install(testComponent(database, (context) => void context.use(app.endpoints.web))),
    ];
    expect(() => plan(installations)).toThrow(/cycle: app -> database -> app/);
  });

  it('refuses a reference to what the cluster does not run', () => {
    const installations = [install(testComponent(app, (context) => void context.use(database.endpoints.web)))];
    expect(() => plan(installations)).toThrow('"app" requires "database", which cluster "test" does not run');
  });

  it('refuses a second installation and a retired one that is still installed', () => {
    const component = testComponent(app);
    expect(() => plan([install(component), install(component)])).toThrow('installs "app" twice');
    expect(() => plan([install(component)], [retire(component, { keep: 'volumes' })])).toThrow(
      'both installs and retires "app"',
    );
  });

  it('refuses an API group that nobody brings', () => {
    const component = testComponent(app, (context) =>
      customObject(context, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' } }),
    );
    expect(() => plan([install(component)])).toThrow('Thing of the group "example.com"');
  });

  it('labels pods with what they use, and admits that label at the endpoint', () => {
    const { components } = plan([
      install(
        testComponent(app, (context) => {
          context.use(database.endpoints.web);
          deployment(context, { replicas: 1, pod: pod(app) });
        }),
      ),
      install(testComponent(database, (context) => deployment(context, { replicas: 1, pod: pod(database) }))),
    ]);
    const object = (component: string, kind: string) =>
      components.find(({ system }) => system.name === component)?.objects.find(({ object }) => object.kind === kind)
        ?.object as never as {
        spec: {
          template: { metadata: { labels: Record<string, string> } };
          ingress: { from: unknown }[];
          egress: { to: unknown; ports: unknown }[];
        };
      };
    expect(object('app', 'Deployment').spec.template.metadata.labels).toMatchObject({
      'access.chimera.dev/database.web': 'true',
    });
    expect(object('database', 'NetworkPolicy').spec.ingress).toContainEqual({
      from: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'access.chimera.dev/database.web': 'true' } } }],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
    expect(object('app', 'NetworkPolicy').spec.egress).toContainEqual({
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'database' } },
        },
      ],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
  });

  it('keeps only the claims of a component that is retired with its volumes', () => {
    const component = testComponent(app, (context) => {
      claim(context, 'app-data', '1Gi');
      deployment(context, { replicas: 1, pod: pod(app) });
    });
    const { components } = plan([], [retire(component, { keep: 'volumes' })]);
    const retired = components.find(({ system }) => system.name === 'app');
    expect(retired?.objects.map(({ object }) => `${object.kind} ${object.metadata.name}`)).toEqual([
      expect.stringMatching(/^PersistentVolumeClaim /),
      // Claims of stateful sets are in no file; this keeps the folder there, so that Argo CD prunes the workloads.
      'ConfigMap app-retired',
    ]);
    expect(plan([], [retire(component, { keep: 'nothing' })]).components).toEqual([]);
  });

  it('brings a secret as an ExternalSecret, after the store', () => {
    const system = describeSystem({
      ...declared('app'),
      secrets: { admin: { name: 'app-admin', values: { password: random(16) } } },
    });
    const component = testComponent(system, (context) => {
      expect(context.secret(system.secrets.admin).key('password')).toEqual({
        secretName: 'app-admin',
        secretKey: 'password',
      });
    });
    const { components } = plan([install(component), install(testComponent(testSystem('store')))]);
    const built = components.find(({ system: { name } }) => name === 'app');
    expect(built?.requires).toContain('store');
    expect(built?.objects[0]?.object).toMatchObject({
      kind: 'ExternalSecret',
      metadata: { name: 'app-admin', namespace: 'apps' },
      spec: { data: [{ secretKey: 'password', remoteRef: { key: 'app-app-admin', property: 'password' } }] },
    });
  });

  it('leaves the password behind an htpasswd line in the store', () => {
    const system = describeSystem({
      ...declared('app'),
      secrets: { login: { name: 'login', values: { users: htpasswd('chimera', 'password'), password: random(16) } } },
    });
    const component = testComponent(system, (context) => void context.secret(system.secrets.login));
    const { components } = plan([install(component), install(testComponent(testSystem('store')))]);
    const data = (
      components.find(({ system: { name } }) => name === 'app')?.objects[0]?.object as unknown as {
        spec: { data: { secretKey: string }[] };
      }
    ).spec.data;
    expect(data.map(({ secretKey }) => secretKey)).toEqual(['users']);
  });

  it('takes the namespace off cluster-scoped objects', () => {
    const component = testComponent(
      app,
      (context) =>
        void account(context, {
          name: 'app',
          clusterRules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
        }),
    );
    const objects = plan([install(component)]).components.find(({ system }) => system.name === 'app')?.objects;
    expect(objects?.map(({ object }) => [object.kind, object.metadata.namespace])).toEqual([
      ['ServiceAccount', 'apps'],
      ['ClusterRole', undefined],
      ['ClusterRoleBinding', undefined],
    ]);
  });

  it('knows the line that made each object', () => {
    const component = testComponent(app, (context) => void configMap(context, 'settings', { a: 'b' }));
    const place = plan([install(component)]).components.find(({ system }) => system.name === 'app')?.objects[0]?.place;
    expect(place?.file).toBe('libs/platform/kit/src/plan.test.ts');
    expect(place?.line).toBeGreaterThan(100);
  });

  it('refuses a load balancer where there is none, and node ports of unknown endpoints', () => {
    const component = testComponent(app, (context, inputs) =>
      service(context, { endpoints: [app.endpoints.web], workload: 'server', input: inputs.service }),
    );
    expect(() => plan([install(component, { service: { type: 'LoadBalancer' } })])).toThrow('has no load balancer');
    expect(() => plan([install(component, { service: { type: 'NodePort', nodePorts: { wbe: 30000 } } })])).toThrow(
      'names "wbe"; its endpoints are web',
    );
  });

  it('refuses inputs that the type check would refuse, since render runs without it', () => {
    const component = testComponent(app, (context, inputs) =>
      service(context, { endpoints: [app.endpoints.web], workload: 'server', input: inputs.service }),
    );
    expect(() => plan([install(component, { replica: 2 } as object)])).toThrow(
      'clusters/test/cluster.ts gives "app" the input replica, which it does not have. Its inputs: replicas, resources,',
    );
    expect(() => plan([install(component, { service: { type: 'NodePort' } })])).toThrow(
      'is given a NodePort without a pinned port. Name one in clusters/test/cluster.ts: nodePorts: { web: 30000 }',
    );
  });

  it('gives a load balancer the ports that its clients expect', () => {
    const component = testComponent(app, (context, inputs) =>
      service(context, { endpoints: [app.endpoints.web], workload: 'server', input: inputs.service }),
    );
    const built = (ports: Record<string, number>) =>
      planCluster(
        { ...testCluster([install(component, { service: { type: 'LoadBalancer', ports } })]), loadBalancer: true },
        testPlatform,
      );
    const made = built({ web: 80 })
      .components.find(({ system }) => system.name === 'app')
      ?.objects.find(({ object }) => object.kind === 'Service')?.object;
    const { port } = app.endpoints.web;
    expect(made?.['spec']).toMatchObject({ ports: [{ name: 'web', port: 80, targetPort: port }] });
    expect(() => built({ wbe: 80 })).toThrow('ports of "app" on test names "wbe"; its endpoints are web');
  });
});

function declared(name: string) {
  return {
    name,
    title: name,
    team: 'blue',
    namespace: 'apps',
    scope: 'end-to-end',
    images: {},
    endpoints: {},
  } as const;
}
