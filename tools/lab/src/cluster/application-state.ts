/** How an Application of Argo CD is, and why, from its object. */
import type { LiveObject } from './client.ts';

export type ApplicationState = {
  readonly name: string;
  readonly sync: string;
  readonly health: string;
  /** The commit last compared with. */
  readonly revision: string;
  /** Why it is not as it should be, if anything says so. */
  readonly reason: string;
  readonly reconciledAt: string;
};

type Status = {
  readonly sync?: { readonly status?: string; readonly revision?: string };
  readonly health?: { readonly status?: string; readonly message?: string };
  readonly operationState?: {
    readonly message?: string;
    readonly syncResult?: { readonly resources?: readonly { readonly status?: string; readonly message?: string }[] };
  };
  readonly conditions?: readonly { readonly message: string }[];
  readonly reconciledAt?: string;
};

const REASON_LENGTH = 300;

export const isWell = ({ sync, health }: ApplicationState): boolean => sync === 'Synced' && health === 'Healthy';

export function applicationState({ metadata, ...object }: LiveObject): ApplicationState {
  const { sync, health, operationState, conditions = [], reconciledAt = '' } = (object['status'] ?? {}) as Status;
  // What Kubernetes said of one object says more than what Argo CD says of the whole attempt, or of the next one.
  const failed = operationState?.syncResult?.resources?.find(({ status }) => status === 'SyncFailed')?.message;
  const reason = conditions[0]?.message ?? failed ?? health?.message ?? operationState?.message ?? '';
  return {
    name: metadata.name,
    sync: sync?.status ?? 'Unknown',
    health: health?.status ?? 'Unknown',
    revision: sync?.revision ?? '',
    reason: reason.slice(0, REASON_LENGTH),
    reconciledAt,
  };
}
