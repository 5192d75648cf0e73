/** Systems of the data management team. */
import { describeSystem, fixed, random } from '@chimera/platform-kit';
import { image } from '../image-of.ts';

const team = 'data-management';

export const argocd = describeSystem({
  name: 'argocd',
  title: 'Argo CD',
  team,
  namespace: 'argocd',
  scope: 'end-to-end',
  images: {
    server: image('quay.io/argoproj/argocd', 'v3.5.7', 'upstream'),
    redis: image('redis', '8.6.4-alpine', 'seen'),
  },
  endpoints: {
    server: { port: 8080, protocol: 'http', service: 'argocd-server' },
    'repo-server': { port: 8081, protocol: 'grpc', service: 'argocd-repo-server' },
    redis: { port: 6379, protocol: 'tcp', service: 'argocd-redis' },
    'controller-metrics': { port: 8082, protocol: 'http', service: 'argocd-application-controller' },
    'server-metrics': { port: 8083, protocol: 'http', podOnly: true },
    'repo-server-metrics': { port: 8084, protocol: 'http', podOnly: true },
    'notifications-metrics': { port: 9001, protocol: 'http', podOnly: true },
  },
  secrets: {
    /** Shared by the Git server that sends and the API server that listens. */
    webhook: { name: 'argocd-webhook', values: { 'webhook.gogs.secret': random(32) } },
  },
  page: { host: 'argocd', endpoint: 'server', login: 'own' },
  stateful: true,
});

export const gitServer = describeSystem({
  name: 'git-server',
  title: 'Git server (Gitea)',
  team,
  namespace: 'git',
  scope: 'end-to-end',
  images: { server: image('gitea/gitea', '1.24.7-rootless', 'seen') },
  endpoints: { http: { port: 3000, protocol: 'http' } },
  secrets: {
    admin: {
      name: 'git-server-admin',
      values: { password: random(24), 'secret-key': random(64), 'internal-token': random(64) },
    },
  },
  page: { host: 'git', endpoint: 'http', login: 'own' },
  stateful: true,
});

/** Its component comes with the data team's systems; Jaeger and Fluentd refer to it where a cluster chooses it as their store. */
export const opensearch = describeSystem({
  name: 'opensearch',
  title: 'OpenSearch',
  team,
  namespace: 'storage',
  scope: 'end-to-end',
  images: { server: image('opensearchproject/opensearch', '1.3.20', 'seen') },
  endpoints: { http: { port: 9200, protocol: 'http' } },
  secrets: {
    /** Whoever writes logs and traces. */
    agents: {
      name: 'opensearch-agents',
      values: { username: fixed('agents', 'a name is no secret'), password: random(32) },
    },
  },
  stateful: true,
});
