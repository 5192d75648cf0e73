/** The root: the one thing applied by hand. It creates projects and Applications, and may create nothing else. */
import { type ApiObjectJson, type Cluster, LABEL } from '@chimera/platform-kit';
import { ARGOCD_NAMESPACE, ROOT_APPLICATION, ROOT_OWNER, ROOT_PROJECT } from './names.ts';
import { appProject, destination } from './project.ts';
import { SYNC_POLICY } from './sync-policy.ts';

export function rootProject(cluster: Cluster): ApiObjectJson {
  return appProject(ROOT_PROJECT, {
    description: 'Projects and Applications, nothing else',
    sourceRepos: [cluster.repository.url],
    destinations: [destination(cluster, ARGOCD_NAMESPACE)],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: [
      { group: 'argoproj.io', kind: 'AppProject' },
      { group: 'argoproj.io', kind: 'Application' },
    ],
  });
}

/** Without the cascade finalizer: deleting it by mistake deletes nothing else. */
export function rootApplication(cluster: Cluster): ApiObjectJson {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: ROOT_APPLICATION,
      namespace: ARGOCD_NAMESPACE,
      labels: { [LABEL.partOf]: 'chimera', [LABEL.team]: ROOT_OWNER },
    },
    spec: {
      project: ROOT_PROJECT,
      source: {
        repoURL: cluster.repository.url,
        targetRevision: cluster.repository.revision,
        path: `gitops/${cluster.name}`,
        directory: { recurse: true, include: '{applications,projects}/*.yaml' },
      },
      destination: { server: cluster.server, namespace: ARGOCD_NAMESPACE },
      syncPolicy: SYNC_POLICY,
      // Somebody who pauses a child in the UI changes this field; without the exception self-heal would undo it.
      ignoreDifferences: [{ group: 'argoproj.io', kind: 'Application', jsonPointers: ['/spec/syncPolicy/automated'] }],
      revisionHistoryLimit: 10,
    },
  };
}
