/** 6. What a team's project refuses: another team's namespace, a cluster-scoped kind, another repository. */
import { kindLocal } from '@chimera/clusters';
import type { RunningCluster } from '@chimera/lab';
import { application, eventually } from '../../deploy/applications.ts';
import { type Check, expect } from './check.ts';

const FILE = 'gitops/kind-local/components/observability/pushgateway/intruder.yaml';

export const projects: Check = {
  name: 'projects refuse what a team may not do',
  async *run(world) {
    const { cluster } = world;
    yield `another team's namespace: ${await refused(cluster, { namespace: 'traefik' }, /namespace|destination/i)}`;
    yield `another repository: ${await refused(cluster, { repoURL: 'https://elsewhere.example.com/x.git' }, /repo/i)}`;

    const intruder = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'intruder' },
      value: 1,
    };
    await world.write(FILE, JSON.stringify(intruder));
    await world.push('pushgateway: a cluster-scoped kind that its team may not bring');
    const state = await eventually('the sync of a cluster-scoped kind to be refused', 120, async () => {
      const seen = await application(cluster, 'pushgateway');
      return /PriorityClass|not permitted/.test(seen?.reason ?? '') ? seen : undefined;
    });
    expect(
      (await cluster.client.get({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name: 'intruder' })) ===
        undefined,
      'the PriorityClass was made',
    );
    yield `a cluster-scoped kind: ${state.reason.slice(0, 160)}`;
    await world.reset();
    await eventually(
      'pushgateway to be well again',
      120,
      async () => (await application(cluster, 'pushgateway'))?.sync === 'Synced',
    );
  },
};

/** Applies an Application of the team with one wrong field; resolves to Argo CD's words. */
async function refused(
  cluster: RunningCluster,
  wrong: { namespace?: string; repoURL?: string },
  words: RegExp,
): Promise<string> {
  const identity = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', name: 'intruder', namespace: 'argocd' };
  await cluster.client.apply({
    ...{
      apiVersion: identity.apiVersion,
      kind: identity.kind,
      metadata: { name: identity.name, namespace: identity.namespace },
    },
    spec: {
      project: 'observability',
      source: {
        repoURL: wrong.repoURL ?? kindLocal.repository.url,
        targetRevision: 'main',
        path: 'gitops/kind-local/components/observability/pushgateway',
      },
      destination: { server: kindLocal.server, namespace: wrong.namespace ?? 'monitoring' },
    },
  });
  try {
    return await eventually('the Application to be refused', 60, async () => {
      const { conditions = [] } = ((await cluster.client.get(identity))?.['status'] ?? {}) as {
        conditions?: readonly { type: string; message: string }[];
      };
      return conditions
        .find(({ type, message }) => type === 'InvalidSpecError' && words.test(message))
        ?.message.slice(0, 160);
    });
  } finally {
    await cluster.client.delete(identity);
  }
}
