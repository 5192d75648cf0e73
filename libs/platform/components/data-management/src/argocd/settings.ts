/** `argocd-cm`: Argo CD's settings, which it reads anew whenever they change. */
import { type TeamId, teamIds } from '@chimera/platform-catalog';
import { stringify } from 'yaml';

export interface SettingsOptions {
  /** Address of the UI, for links in notifications. */
  readonly url: string;
  /** Seconds between two looks at git without a webhook. */
  readonly reconciliationSeconds: number;
  readonly adminLogin: boolean;
  readonly teamAccounts: boolean;
}

/**
 * An Application is as healthy as it says itself. Argo CD dropped this check in 1.8; without it the root calls a child healthy at
 * once, and waves between Applications order nothing.
 */
const APPLICATION_HEALTH = `
local health = { status = "Progressing", message = "" }
if obj.status ~= nil and obj.status.health ~= nil then
  health.status = obj.status.health.status or "Progressing"
  health.message = obj.status.health.message or ""
end
return health
`.trimStart();

/** Kinds that change all the time and are nobody's in git. */
const EXCLUDED = [
  { apiGroups: ['', 'discovery.k8s.io'], kinds: ['Endpoints', 'EndpointSlice'] },
  { apiGroups: ['coordination.k8s.io'], kinds: ['Lease'] },
  {
    apiGroups: ['authentication.k8s.io', 'authorization.k8s.io'],
    kinds: [
      'LocalSubjectAccessReview',
      'SelfSubjectAccessReview',
      'SelfSubjectReview',
      'SelfSubjectRulesReview',
      'SubjectAccessReview',
      'TokenReview',
    ],
  },
  { apiGroups: ['certificates.k8s.io'], kinds: ['CertificateSigningRequest'] },
];

/** Fields whose change starts no reconciliation. */
const QUIET: Readonly<Record<string, object>> = {
  all: { jsonPointers: ['/status'] },
  'argoproj.io_Application': {
    jqPathExpressions: [
      '.metadata.annotations."notified.notifications.argoproj.io"',
      '.metadata.annotations."argocd.argoproj.io/refresh"',
      '.operation',
    ],
  },
  apps_ReplicaSet: { jqPathExpressions: ['.metadata.annotations."deployment.kubernetes.io/desired-replicas"'] },
};

export function settings(options: SettingsOptions): Record<string, string> {
  return {
    url: options.url,
    'admin.enabled': String(options.adminLogin),
    ...(options.teamAccounts && Object.fromEntries(teamIds.map((id: TeamId) => [`accounts.${id}`, 'login']))),
    // Labels would mark every object that another tool copies; an annotation names one object only.
    'application.resourceTrackingMethod': 'annotation',
    'timeout.reconciliation': `${options.reconciliationSeconds}s`,
    // Not every Application at the same moment.
    'timeout.reconciliation.jitter': `${Math.ceil(options.reconciliationSeconds / 4)}s`,
    // What is rendered is plain YAML: tools that run code from a repository stay off.
    'kustomize.enable': 'false',
    'jsonnet.enable': 'false',
    'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH,
    'resource.exclusions': stringify(EXCLUDED),
    ...Object.fromEntries(
      Object.entries(QUIET).map(([kind, fields]) => [
        `resource.customizations.ignoreResourceUpdates.${kind}`,
        stringify(fields),
      ]),
    ),
  };
}
