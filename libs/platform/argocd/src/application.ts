/** The Application of one component on one cluster. */
import {
  type ApiObjectJson,
  type BuiltComponent,
  type Cluster,
  componentFolder,
  LABEL,
  RenderError,
  syncWave,
} from '@chimera/platform-kit';
import { ignoreDifferences } from './ignore-differences.ts';
import { ARGOCD_NAMESPACE } from './names.ts';
import { SYNC_POLICY } from './sync-policy.ts';

/** Takes the Application's objects along when it is deleted. With a path: Kubernetes warns of the bare form. */
export const CASCADE = 'resources-finalizer.argocd.argoproj.io/foreground';

/** The folder is all that its manifests depend on: a commit elsewhere does not render it again. */
const GENERATE_PATHS = { 'argocd.argoproj.io/manifest-generate-paths': '.' };

export function application(cluster: Cluster, built: BuiltComponent): ApiObjectJson {
  const { system, helm, objects, retired } = built;
  const keepsData = system.stateful || retired !== null;
  const differences = ignoreDifferences(objects.map(({ object }) => object));
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: system.name,
      namespace: ARGOCD_NAMESPACE,
      labels: {
        [LABEL.partOf]: 'chimera',
        [LABEL.team]: system.team,
        [LABEL.installation]: system.name,
      },
      annotations: { ...syncWave(built.wave), ...GENERATE_PATHS },
      ...(!keepsData && { finalizers: [CASCADE] }),
    },
    spec: {
      project: system.team,
      ...sources(cluster, built),
      destination: { server: cluster.server, namespace: system.namespace },
      syncPolicy: SYNC_POLICY,
      ...(differences.length > 0 && { ignoreDifferences: differences }),
      revisionHistoryLimit: 10,
      ...(helm !== null && {
        info: [{ name: 'brings', value: helm.brings.map(({ kind, name }) => `${kind} ${name}`).join(', ') }],
      }),
    },
  };
}

/** The folder below `gitops/`, the chart, or both. */
function sources(cluster: Cluster, { system, helm, objects }: BuiltComponent) {
  const folder = {
    repoURL: cluster.repository.url,
    targetRevision: revisionOfChildren(cluster),
    path: `gitops/${componentFolder(cluster.name, system.team, system.name)}`,
  };
  if (helm === null) return { source: folder };
  const { repository, chart, version, values } = helm;
  const chartSource = { repoURL: repository, chart, targetRevision: version, helm: { valuesObject: values } };
  return objects.length === 0 ? { source: chartSource } : { sources: [chartSource, folder] };
}

/** The promoted commit, where the cluster is held at one, else the branch. */
export function revisionOfChildren(cluster: Cluster): string {
  const { promoted, revision } = cluster.repository;
  if (promoted === undefined || promoted === null) return revision;
  if (!/^[0-9a-f]{40}$/.test(promoted)) {
    throw new RenderError(
      'invalid-input',
      `clusters/${cluster.name}/promoted.json names "${promoted}", which is not a whole commit id (40 hexadecimal digits). Run: npm run promote -- --cluster ${cluster.name} --commit <id>`,
    );
  }
  return promoted;
}
