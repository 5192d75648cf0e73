/** 3. A push changes what it says and nothing else; what is deleted comes back, what is edited by hand is put right. */
import { kindLocal } from '@chimera/clusters';
import { renderCluster } from '@chimera/platform-render';
import { allWell, application, applications, eventually } from '../../deploy/applications.ts';
import { type Check, expect } from './check.ts';
import { generations } from './generations.ts';
import { CLUSTER_FILE, DEPLOYMENT, memoryLimit, SERVICE } from './pushgateway.ts';

export const oneChange: Check = {
  name: 'a pushed change touches one component; drift is put right',
  async *run(world) {
    const { cluster } = world;
    const { plan, objects } = renderCluster(kindLocal);
    const names = plan.components.map(({ system }) => system.name);
    const rendered = objects.map(({ object }) => object);
    const before = await generations(cluster, rendered);

    await world.edit(CLUSTER_FILE, (text) =>
      text.replace('install(pushgateway)', "install(pushgateway, { resources: { limits: { memory: '96Mi' } } })"),
    );
    await world.render();
    const started = Date.now();
    const commit = await world.push('pushgateway: more memory');
    await eventually('the new memory limit', 120, async () => (await memoryLimit(cluster)) === '96Mi');
    await allWell(cluster, { seconds: 120, expected: ['pushgateway'], revision: commit });
    yield `push to healthy: ${((Date.now() - started) / 1000).toFixed(1)} s`;

    await allWell(cluster, { seconds: 120, expected: names });
    const moved = [...(await generations(cluster, rendered))]
      .filter(([name, generation]) => before.get(name) !== generation)
      .map(([name]) => name);
    expect(
      moved.join() === 'Deployment monitoring/pushgateway',
      `the push changed ${moved.join(', ') || 'nothing'}; only Deployment monitoring/pushgateway should have moved`,
    );
    yield `of ${before.size} objects with a generation only Deployment monitoring/pushgateway changed`;

    const uid = (await cluster.client.get(SERVICE))?.metadata.uid;
    let since = Date.now();
    await cluster.client.delete(SERVICE);
    await eventually('the deleted Service', 60, async () => {
      const service = await cluster.client.get(SERVICE);
      return service !== undefined && service.metadata.uid !== uid;
    });
    yield `a deleted Service came back after ${((Date.now() - since) / 1000).toFixed(1)} s`;

    since = Date.now();
    await cluster.client.merge(DEPLOYMENT, { spec: { replicas: 3 } });
    await eventually('the replicas that were edited by hand', 60, async () => {
      const { replicas } = (await cluster.client.get(DEPLOYMENT))?.['spec'] as { replicas: number };
      return replicas === 1;
    });
    yield `a hand-edited Deployment was put right after ${((Date.now() - since) / 1000).toFixed(1)} s`;

    await world.reset();
    await eventually('the first commit again', 120, async () => (await memoryLimit(cluster)) !== '96Mi');
    expect((await applications(cluster)).length >= names.length, 'an Application is missing after the reset');
    expect((await application(cluster, 'pushgateway')) !== undefined, 'pushgateway is gone after the reset');
  },
};
