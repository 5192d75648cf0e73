/** How every Application syncs; the option names are a closed set, because Argo CD ignores what it does not know. */

/** Options of a whole Application. Replacing and server-side apply exclude each other. */
export type ApplicationSyncOptions = {
  readonly PruneLast?: true;
  readonly FailOnSharedResource?: true;
  readonly RespectIgnoreDifferences?: true;
  readonly ApplyOutOfSyncOnly?: true;
  readonly SkipDryRunOnMissingResource?: true;
  readonly PrunePropagationPolicy?: 'foreground' | 'background' | 'orphan';
} & (
  | { readonly ServerSideApply?: true; readonly Replace?: never }
  | { readonly ServerSideApply?: never; readonly Replace: true }
);

export function syncOptionList(options: ApplicationSyncOptions): string[] {
  return Object.entries(options).map(([name, value]) => `${name}=${value}`);
}

/** Seconds between tries double from 5 s to 3 minutes: about 50 minutes in all, since one commit is not tried again after them. */
const RETRY = { limit: 20, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } };

/** Never `allowEmpty`: a folder that lost all its files is an accident, not an order. */
export const SYNC_POLICY = {
  automated: { prune: true, selfHeal: true },
  syncOptions: syncOptionList({
    ServerSideApply: true,
    PruneLast: true,
    FailOnSharedResource: true,
    RespectIgnoreDifferences: true,
  }),
  retry: RETRY,
};
