/** 4. Removal: stateless is pruned, retired keeps its volume; a refused render leaves the old pods; what never gets ready is named. */
import { allWell, application, eventually } from '../../deploy/applications.ts';
import { type Check, expect } from './check.ts';
import { CLUSTER_FILE, DEPLOYMENT } from './pushgateway.ts';

const GRAFANA = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'grafana', namespace: 'monitoring' } as const;

export const removal: Check = {
  name: 'removal, retirement, refused and never-ready renders',
  async *run(world) {
    const { cluster } = world;

    await world.edit(CLUSTER_FILE, (text) => text.replace('install(pushgateway)', ''));
    await world.render();
    await world.push('kind-local: without pushgateway');
    await eventually('the pruned Deployment', 120, async () => (await cluster.client.get(DEPLOYMENT)) === undefined);
    await eventually(
      'the pruned Application',
      60,
      async () => (await application(cluster, 'pushgateway')) === undefined,
    );
    yield 'a removed stateless component is pruned, its Application with it';

    const [claim] = (await cluster.client.list('v1', 'PersistentVolumeClaim', 'monitoring')).filter(
      ({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'grafana',
    );
    expect(claim !== undefined, 'Grafana has no claim to keep');
    await world.edit(CLUSTER_FILE, (text) =>
      text
        .replace(/install\(grafana,[^\n]*\),?\n/, '\n')
        .replace('import { defineCluster, install }', 'import { defineCluster, install, retire }')
        .replace(/\n {2}run: \[/, "\n  retired: [retire(grafana, { keep: 'volumes' })],\n  run: ["),
    );
    await world.render();
    await world.push('kind-local: Grafana retired');
    await eventually('the pruned Grafana', 120, async () => (await cluster.client.get(GRAFANA)) === undefined);
    const { metadata } = claim;
    const kept = await cluster.client.get({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      name: metadata.name,
      namespace: 'monitoring',
    });
    expect(
      kept !== undefined && kept.metadata.uid === metadata.uid && kept.metadata.deletionTimestamp === undefined,
      `the claim ${metadata.name} did not survive`,
    );
    const { volumeName } = kept['spec'] as { volumeName?: string };
    const volume =
      volumeName === undefined
        ? undefined
        : await cluster.client.get({ apiVersion: 'v1', kind: 'PersistentVolume', name: volumeName });
    expect(volumeName === undefined || volume !== undefined, `the volume of ${metadata.name} is gone`);
    yield `a retired Grafana lost its Deployment and kept the claim ${metadata.name}${volumeName === undefined ? '' : ` with its volume`}`;
    await world.reset();
    await allWell(cluster, { seconds: 180, expected: ['grafana', 'pushgateway'] });

    const file = 'gitops/kind-local/components/observability/pushgateway/deployment.monitoring.pushgateway.yaml';
    const pods = await podsOf(world.cluster, 'pushgateway');
    await world.edit(file, (text) => text.replace('containerPort: 9091', 'containerPort: 99091'));
    await world.push('pushgateway: a port that Kubernetes refuses');
    const refused = await eventually('Argo CD to say why it cannot sync', 120, async () => {
      const state = await application(cluster, 'pushgateway');
      return state?.sync !== 'Synced' && /99091|containerPort|must be between/.test(state?.reason ?? '')
        ? state
        : undefined;
    });
    const still = await podsOf(world.cluster, 'pushgateway');
    expect(
      pods.length > 0 && pods.join() === still.join(),
      `the refused render replaced the pods: ${pods.join()} became ${still.join()}`,
    );
    // Between two attempts it says that it waits.
    await eventually('status to name the reason', 60, async () =>
      (await cluster.status()).some((line) => line.trim().startsWith('pushgateway') && line.includes('99091')),
    );
    yield `a refused render left the old pods; Argo CD and status say: ${refused.reason.slice(0, 160)}`;
    await world.reset();
    await allWell(cluster, { seconds: 180, expected: ['pushgateway'] });

    await world.edit(file, (text) =>
      text
        .replace('  replicas: 1\n', '  progressDeadlineSeconds: 5\n  replicas: 1\n')
        .replace('kubernetes.io/arch: amd64', 'kubernetes.io/arch: none'),
    );
    await world.push('pushgateway: a pod that no node takes');
    await eventually(
      'the Application to be called Degraded',
      120,
      async () => (await application(cluster, 'pushgateway'))?.health === 'Degraded',
    );
    const { conditions = [] } = ((await cluster.client.get(DEPLOYMENT))?.['status'] ?? {}) as {
      conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
    };
    const stuck = conditions.find(({ type, status }) => type === 'Progressing' && status === 'False');
    expect(stuck !== undefined, 'the Deployment does not say that it is stuck');
    const progressing = await application(cluster, 'mytsdb');
    expect(progressing?.health === 'Healthy', 'another component suffered from the one that is never ready');
    yield `what never gets ready is Degraded, not waited for: ${stuck.message}`;
    await world.reset();
    await allWell(cluster, { seconds: 180, expected: ['pushgateway'] });

    await world.edit('libs/platform/components/observability/src/jaeger.ts', (text) =>
      text.replace(
        /build\((_?chart), (inputs|_inputs), context\) \{\n/,
        (line) => `${line}    context.use(systems.otelCollector.endpoints['otlp-grpc']);\n`,
      ),
    );
    const cycle = await world.render().then(
      () => '',
      (error: unknown) => String((error as { stderr?: string }).stderr ?? error),
    );
    expect(/in a cycle: .*jaeger/.test(cycle), `a cyclic dependency was not reported: ${cycle.slice(0, 300)}`);
    yield `a cyclic dependency does not render: ${/in a cycle: [^.]*/.exec(cycle)?.[0]}`;
    await world.reset();
  },
};

async function podsOf({ client }: Parameters<typeof application>[0], name: string): Promise<string[]> {
  const pods = await client.list('v1', 'Pod', 'monitoring');
  return pods
    .filter(
      ({ metadata }) =>
        metadata.labels?.['app.kubernetes.io/name'] === name && metadata.deletionTimestamp === undefined,
    )
    .map(({ metadata }) => metadata.uid ?? '')
    .sort();
}
