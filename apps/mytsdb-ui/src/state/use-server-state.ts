/** The server's life cycle, asked for again and again: often until it is ready, seldom after. */
import { useEffect, useState } from 'preact/hooks';
import { type ServerState, serverState } from '../api/client.ts';

const UNREADY_MS = 500;
const READY_MS = 10_000;

/** `unknown` before the first answer, null when the server does not answer. */
export function useServerState(): ServerState | null | 'unknown' {
  const [state, setState] = useState<ServerState | null | 'unknown'>('unknown');
  useEffect(() => {
    const stopped = new AbortController();
    let timer = 0;
    const look = async (): Promise<void> => {
      const next = await serverState(stopped.signal);
      if (stopped.signal.aborted) return;
      setState(next);
      timer = window.setTimeout(() => void look(), next?.state === 'ready' ? READY_MS : UNREADY_MS);
    };
    void look();
    return () => {
      stopped.abort();
      window.clearTimeout(timer);
    };
  }, []);
  return state;
}
