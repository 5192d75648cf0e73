/** What Argo CD's processes may do in the cluster, narrower than the upstream manifests where nothing needs more. */
import type { Context } from '@chimera/platform-kit';
import { account } from '@chimera/platform-kit';

type Rules = NonNullable<Parameters<typeof account>[1]['rules']>;

const READ = ['get', 'list', 'watch'];
const WRITE = [...READ, 'create', 'update', 'patch', 'delete'];
const APPLICATIONS = ['applications', 'applicationsets', 'appprojects'];

const EVENTS = { apiGroups: [''], resources: ['events'], verbs: ['create', 'list'] };

/** It applies and prunes whatever git says, roles included: only its projects limit it. */
const CONTROLLER: Rules = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceUrLs: ['*'], verbs: ['*'] },
];

/** What the UI shows and offers: manifests and logs, restarts of workloads, deletion of pods and jobs. Upstream may delete anything. */
const SERVER: Rules = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['get'] },
  { apiGroups: [''], resources: ['events'], verbs: ['list'] },
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['patch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] },
];

const OWN: Readonly<Record<'controller' | 'server' | 'notifications' | 'redis', Rules>> = {
  controller: [
    { apiGroups: [''], resources: ['secrets', 'configmaps'], verbs: READ },
    { apiGroups: ['argoproj.io'], resources: APPLICATIONS, verbs: WRITE },
    EVENTS,
  ],
  server: [
    { apiGroups: [''], resources: ['secrets', 'configmaps'], verbs: WRITE },
    { apiGroups: ['argoproj.io'], resources: APPLICATIONS, verbs: WRITE },
    EVENTS,
  ],
  notifications: [
    {
      apiGroups: ['argoproj.io'],
      resources: ['applications', 'appprojects'],
      verbs: [...READ, 'update', 'patch'],
    },
    { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['list', 'watch'] },
    { apiGroups: [''], resources: ['configmaps'], resourceNames: ['argocd-notifications-cm'], verbs: ['get'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['argocd-notifications-secret'], verbs: ['get'] },
  ],
  // Makes its own password once.
  redis: [
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['argocd-redis'], verbs: ['get'] },
    { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
  ],
};

/** The accounts by process. The repo server has none: it talks to git only. */
export function accounts(context: Context) {
  return {
    controller: account(context, {
      name: 'argocd-application-controller',
      rules: OWN.controller,
      clusterRules: CONTROLLER,
      wideBecause: 'it makes whatever is in git; AppProjects say what each team may bring',
    }),
    server: account(context, {
      name: 'argocd-server',
      rules: OWN.server,
      clusterRules: SERVER,
      wideBecause: 'its pages show every object of an Application; of Secrets it shows no value',
    }),
    notifications: account(context, { name: 'argocd-notifications-controller', rules: OWN.notifications }),
    redis: account(context, { name: 'argocd-redis', rules: OWN.redis }),
  };
}
