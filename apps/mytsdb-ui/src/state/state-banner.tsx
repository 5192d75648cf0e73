/** Says why the server does not answer queries yet, with the seed's progress. */
import type { ServerState } from '../api/client.ts';

export function StateBanner({ state }: { readonly state: ServerState | null | 'unknown' }) {
  if (state === 'unknown' || state?.state === 'ready') return null;
  const unreachable = state === null;
  return (
    <div class={`banner${unreachable ? ' bad' : ''}`} role="status" aria-live="polite">
      <strong>{unreachable ? 'unreachable' : state.state}</strong>
      <span>{unreachable ? 'The server does not answer; trying again.' : reasonOf(state)}</span>
      {state !== null && state.percent !== null && (
        <progress value={state.percent} max={100} aria-label="Seeding">
          {state.percent} %
        </progress>
      )}
    </div>
  );
}

/** The reason without the state's name in front, which the banner says already. */
function reasonOf({ state, reason }: ServerState): string {
  return reason.startsWith(`${state}: `) ? reason.slice(state.length + 2) : reason;
}
