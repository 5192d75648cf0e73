/** A plan of two small components of the catalog, for tests. */
import { platform, systems } from '@chimera/platform-catalog';
import {
  type Cluster,
  type Component,
  type Context,
  defineCluster,
  defineComponent,
  install,
  type Plan,
  planCluster,
  type System,
} from '@chimera/platform-kit';

const none = { none: 'a test' };

/** A component of a catalog system with whatever `build` adds. */
export function testComponent(system: System, build: (context: Context) => void = () => {}): Component<object> {
  return defineComponent<object>({
    system,
    inputs: {},
    metrics: none,
    alerts: none,
    boards: none,
    build: (_chart, _inputs, context) => build(context),
  });
}

export function testPlan(
  components: readonly Component<object>[],
  repository: Partial<Cluster['repository']> = {},
): Plan {
  return planCluster(
    defineCluster({
      name: 'test',
      kubernetes: '1.34',
      server: 'https://kubernetes.default.svc',
      domain: 'test.localhost',
      tls: false,
      architecture: 'amd64',
      nodes: 1,
      storageClasses: ['standard'],
      loadBalancer: false,
      registry: 'registry.test',
      repository: {
        url: 'http://git.test/chimera.git',
        revision: 'main',
        web: 'http://git.test/chimera',
        ...repository,
      },
      secretStore: 'vault',
      budget: { cpu: '4', memory: '8Gi' },
      profiles: { all: components.map((component) => install(component)) },
      run: ['all'],
    }),
    platform,
  );
}

export { systems };
