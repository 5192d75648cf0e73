/** Argo CD's strings as closed unions: it ignores what it does not know, and `ServerSideApply=tru` passes every schema. */

/** Options of one object's annotation `argocd.argoproj.io/sync-options`. */
export const OBJECT_SYNC_OPTIONS = [
  'Delete=confirm',
  'Delete=false',
  'Force=true',
  'PruneLast=true',
  'Prune=confirm',
  'Prune=false',
  'Replace=true',
  'ServerSideApply=false',
  'ServerSideApply=true',
  'SkipDryRunOnMissingResource=true',
  'Validate=false',
] as const;

/** Options of an Application's `syncPolicy.syncOptions`. */
export const APPLICATION_SYNC_OPTIONS = [
  'ApplyOutOfSyncOnly=true',
  'CreateNamespace=true',
  'Delete=confirm',
  'Delete=false',
  'FailOnSharedResource=true',
  'Prune=confirm',
  'Prune=false',
  'PruneLast=true',
  'PrunePropagationPolicy=background',
  'PrunePropagationPolicy=foreground',
  'PrunePropagationPolicy=orphan',
  'Replace=true',
  'RespectIgnoreDifferences=true',
  'ServerSideApply=true',
  'SkipDryRunOnMissingResource=true',
  'Validate=false',
] as const;

export const HOOKS = ['PostDelete', 'PostSync', 'PreDelete', 'PreSync', 'Skip', 'Sync', 'SyncFail'] as const;

export const HOOK_DELETE_POLICIES = ['BeforeHookCreation', 'HookFailed', 'HookSucceeded'] as const;

export const COMPARE_OPTIONS = [
  'IgnoreExtraneous',
  'IgnoreResourceUpdates=false',
  'IncludeMutationWebhook=true',
  'ServerSideDiff=false',
  'ServerSideDiff=true',
] as const;

/** Annotations of Argo CD that may be rendered; values in a closed list, where there is one. */
export const ANNOTATIONS: Readonly<Record<string, readonly string[] | RegExp>> = {
  'argocd.argoproj.io/compare-options': COMPARE_OPTIONS,
  'argocd.argoproj.io/hook': HOOKS,
  'argocd.argoproj.io/hook-delete-policy': HOOK_DELETE_POLICIES,
  'argocd.argoproj.io/ignore-healthcheck': ['true'],
  'argocd.argoproj.io/ignore-resource-updates': ['true', 'false'],
  'argocd.argoproj.io/manifest-generate-paths': /^[\w./*;-]+$/,
  'argocd.argoproj.io/sync-options': OBJECT_SYNC_OPTIONS,
  'argocd.argoproj.io/sync-wave': /^-?\d{1,4}$/,
};

/** Pairs of options that contradict each other on one object, with the reason. */
export const ILLEGAL_PAIRS: readonly (readonly [string, string, string])[] = [
  ['Delete=confirm', 'Delete=false', 'one says ask, the other never'],
  ['Prune=confirm', 'Prune=false', 'one says ask, the other never'],
  ['Replace=true', 'ServerSideApply=true', 'an object is replaced or applied, not both'],
  ['ServerSideApply=false', 'ServerSideApply=true', 'one takes the other back'],
];

/** The options of a comma-separated annotation. */
export function splitOptions(value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : value.split(',').map((option) => option.trim());
}
