/** `git push` deploys: Argo CD follows the lab's repository under the URL of cluster.ts, and puts right what is changed by hand. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatSeconds, type RunningCluster, waitFor } from '@chimera/lab';

const LIMIT_SEC = 120;
const runFile = promisify(execFile);
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'pushed' };

export async function* deployByPush(cluster: RunningCluster, folder: string): AsyncGenerator<string> {
  const { client, git } = cluster;
  mkdirSync(folder, { recursive: true });
  await runFile('git', ['init', '--quiet', '--initial-branch=main', folder]);
  const push = async (port: number): Promise<number> => {
    writeFileSync(join(folder, 'web.json'), JSON.stringify(deployment(port)));
    await runFile('git', ['-C', folder, 'add', '.']);
    const author = ['-c', 'user.name=proof', '-c', 'user.email=proof@example.org'];
    await runFile('git', ['-C', folder, ...author, 'commit', '--quiet', '--message', `port ${port}`]);
    await git.push(folder);
    return performance.now();
  };
  const ready = (port: number): Promise<void> =>
    waitFor(`the deployment with port ${port}`, LIMIT_SEC, async () => {
      const live = await client.get(DEPLOYMENT);
      const status = live?.['status'] as
        | { updatedReplicas?: number; readyReplicas?: number; replicas?: number }
        | undefined;
      const isNew = JSON.stringify(live?.['spec'] ?? '').includes(`"${port}"`);
      return isNew && status?.updatedReplicas === 1 && status.readyReplicas === 1 && status.replicas === 1;
    });
  await push(8080);
  await client.apply(application(git.url));
  await ready(8080);
  let since = await push(8081);
  await ready(8081);
  yield `${git.url}: push to changed pods ready in ${formatSeconds(performance.now() - since)}`;
  since = performance.now();
  await client.delete(DEPLOYMENT);
  await ready(8081);
  yield `a deleted Deployment is back and ready after ${formatSeconds(performance.now() - since)}`;
  const token = await cluster.argocd.adminToken();
  const url = `${cluster.argocd.url}/api/v1/applications/pushed`;
  const known = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const unknown = await fetch(url);
  if (known.status !== 200 || unknown.status !== 401) {
    throw new Error(`Argo CD's API answers ${known.status} to the administrator, ${unknown.status} to nobody`);
  }
  yield "Argo CD's API serves the administrator, and nobody without a login";
}

function application(repoURL: string): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'pushed', namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL, path: '.', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: DEPLOYMENT.namespace },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
      },
    },
  };
}

function deployment(port: number): object {
  const labels = { app: 'web' };
  const container = {
    name: 'web',
    image: 'busybox:1.37',
    command: ['httpd', '-f', '-p', String(port), '-h', '/etc'],
    readinessProbe: { httpGet: { path: '/hostname', port }, periodSeconds: 1 },
  };
  return {
    apiVersion: DEPLOYMENT.apiVersion,
    kind: DEPLOYMENT.kind,
    metadata: { name: DEPLOYMENT.name, namespace: DEPLOYMENT.namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
    },
  };
}
