/**
 * Argo CD's annotations on one object, from closed types: the API server accepts any string there (`ServerSideApply=tru`), and
 * Argo CD ignores what it does not know.
 */
import { RenderError } from './render-error.ts';

/** How the object is written. Replacing and server-side apply exclude each other. */
type Writing =
  | { readonly serverSideApply?: boolean; readonly replace?: never; readonly force?: never }
  | { readonly serverSideApply?: false; readonly replace: true; readonly force?: true };

export type ObjectSyncOptions = Writing & {
  /** `false`: never pruned. `confirm`: only after somebody confirmed it in the UI. */
  readonly prune?: false | 'confirm';
  /** The same for the deletion of the whole Application. */
  readonly delete?: false | 'confirm';
  /** Pruned after everything else of its Application is healthy. */
  readonly pruneLast?: true;
  /** Not validated by the API server's schema. */
  readonly validate?: false;
  /** Its kind may be defined by the same sync. */
  readonly skipDryRunOnMissingResource?: true;
};

export type HookPhase = 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail' | 'PreDelete' | 'PostDelete' | 'Skip';
export type HookDeletePolicy = 'HookSucceeded' | 'HookFailed' | 'BeforeHookCreation';

export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';
export const COMPARE_OPTIONS = 'argocd.argoproj.io/compare-options';
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
export const HOOK = 'argocd.argoproj.io/hook';
export const HOOK_DELETE_POLICY = 'argocd.argoproj.io/hook-delete-policy';

/** `{ ...syncOptions({ prune: false, delete: false }) }` among an object's annotations. Throws `invalid-input` for an illegal pair. */
export function syncOptions(options: ObjectSyncOptions): Record<string, string> {
  // Types refuse this pair; a value that came through a cast meets it here.
  if (options.replace === true && (options as { serverSideApply?: boolean }).serverSideApply === true) {
    throw new RenderError(
      'invalid-input',
      'Replace=true and ServerSideApply=true exclude each other on one object. Leave one of them out.',
    );
  }
  const list = [
    options.prune !== undefined && `Prune=${options.prune}`,
    options.delete !== undefined && `Delete=${options.delete}`,
    options.pruneLast && 'PruneLast=true',
    options.validate === false && 'Validate=false',
    options.skipDryRunOnMissingResource && 'SkipDryRunOnMissingResource=true',
    // Every Application applies on the server's side, so that an object to be replaced has to leave that first.
    (options.serverSideApply !== undefined || options.replace) &&
      `ServerSideApply=${options.replace ? false : options.serverSideApply}`,
    options.replace && 'Replace=true',
    options.force && 'Force=true',
  ].filter((option) => typeof option === 'string');
  return list.length === 0 ? {} : { [SYNC_OPTIONS]: list.join(',') };
}

/** Makes the object a hook. A Job's spec cannot change, hence the default: the old one goes before the new one comes. */
export function syncHook(
  phase: HookPhase,
  deletePolicy: HookDeletePolicy = 'BeforeHookCreation',
): Record<string, string> {
  return { [HOOK]: phase, [HOOK_DELETE_POLICY]: deletePolicy };
}

/** Within its Application: lower ones are healthy before higher ones are written. */
export function syncWave(wave: number): Record<string, string> {
  if (!Number.isInteger(wave))
    throw new RenderError('invalid-input', `A sync wave is a whole number; got ${wave}. Round it.`);
  return { [SYNC_WAVE]: String(wave) };
}

/** On what stays when it is not in git any more: left behind, it does not make its Application out of sync. */
export function staysBehind(): Record<string, string> {
  return { ...syncOptions({ prune: false, delete: false }), [COMPARE_OPTIONS]: 'IgnoreExtraneous' };
}
