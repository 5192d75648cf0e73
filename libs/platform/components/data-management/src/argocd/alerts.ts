/** Alerts on Argo CD itself; what goes wrong in one Application its team hears of through notifications. */
import type { Alert } from '@chimera/platform-kit';

export const alerts: readonly Alert[] = [
  {
    alert: 'ArgocdControllerMissing',
    expr: 'absent(argocd_app_info)',
    for: '10m',
    severity: 'critical',
    summary: "Argo CD's controller reports no Application: nothing is deployed or healed",
    runbook: {
      symptom: 'Pushed commits have no effect, and changes made by hand stay.',
      check: 'kubectl -n argocd get statefulset argocd-application-controller, and the log of its pod.',
      fix: 'Delete the pod. If it does not become ready, apply gitops/<cluster>/components/data-management/argocd/ by hand, server-side.',
    },
  },
  {
    alert: 'ArgocdApplicationOutOfSync',
    expr: 'argocd_app_info{sync_status!="Synced",autosync_enabled="true"} == 1',
    for: '30m',
    severity: 'warning',
    summary: '{{ $labels.name }} of {{ $labels.project }} has not been in sync with git for half an hour',
    runbook: {
      symptom: 'The cluster does not run what git says for this Application, although it syncs by itself.',
      check: 'Open it in Argo CD: the last sync result names the object and the reason.',
      fix: 'Repair the cause in git; the next commit is tried at once. Revert the commit if that takes long.',
    },
  },
  {
    alert: 'ArgocdSyncFailing',
    expr: 'sum by (name, project) (increase(argocd_app_sync_total{phase=~"Error|Failed"}[30m])) > 2',
    for: '5m',
    severity: 'warning',
    summary: 'Syncs of {{ $labels.name }} of {{ $labels.project }} keep failing',
    runbook: {
      symptom: 'Argo CD tries to apply a commit again and again.',
      check: 'argocd app get {{ $labels.name }}: the message of the operation.',
      fix: 'Repair or revert the commit. A refusal by the API server that the guards let through deserves a guard.',
    },
  },
  {
    alert: 'ArgocdGitFailing',
    expr: 'sum by (repo) (increase(argocd_git_lsremote_fail_total[15m])) > 0 or sum by (repo) (increase(argocd_git_fetch_fail_total[15m])) > 0',
    for: '15m',
    severity: 'critical',
    summary: 'Argo CD cannot fetch {{ $labels.repo }}',
    runbook: {
      symptom: 'New commits are not seen; what runs goes on running.',
      check: 'The log of deployment/argocd-repo-server, then the Git server itself.',
      fix: 'Bring the Git server back, or renew the credentials of the repository.',
    },
  },
  {
    alert: 'ArgocdClusterUnreachable',
    expr: 'argocd_cluster_connection_status == 0',
    for: '5m',
    severity: 'critical',
    summary: 'Argo CD has lost its connection to {{ $labels.server }}',
    runbook: {
      symptom: 'Nothing on that cluster is compared, synced or healed.',
      check: 'Settings, Clusters in the UI shows the error of the connection.',
      fix: 'Restore the API server or its credentials, then invalidate the cache of the cluster there.',
    },
  },
];
