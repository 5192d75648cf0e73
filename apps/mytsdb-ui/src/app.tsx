/** The page: state of the server, query, and its answer as table or graph. */
import { useEffect, useState } from 'preact/hooks';
import { Examples } from './query/examples-list.tsx';
import { QueryBar } from './query/query-bar.tsx';
import { Answer } from './result/answer.tsx';
import { StateBanner } from './state/state-banner.tsx';
import { readView, type View, writeView } from './state/url-state.ts';
import { useQuery } from './state/use-query.ts';
import { useServerState } from './state/use-server-state.ts';

export function App() {
  const server = useServerState();
  const [view, setView] = useState<View>(() => readView(location.search));
  const [run, setRun] = useState(0);
  const ready = server !== 'unknown' && server?.state === 'ready';
  const state = useQuery(view, run, ready);

  useEffect(() => {
    const back = (): void => setView(readView(location.search));
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);

  useEffect(() => {
    const query = view.query.trim();
    document.title = query === '' ? 'MyTSDB' : `${query} \u00b7 MyTSDB`;
  }, [view.query]);

  const show = (change: Partial<View>): void => {
    const next = { ...view, ...change };
    const search = writeView(next);
    if (search !== location.search) history.pushState(null, '', search === '' ? location.pathname : search);
    setView(next);
    setRun((count) => count + 1);
  };

  return (
    <div class="page">
      <header class="top">
        <a class="brand" href="/">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <rect width="16" height="16" rx="4" />
            <path d="M2 11l3-4 3 2 5-6" />
          </svg>
          MyTSDB
        </a>
        <span class="tagline">in-memory, Prometheus-compatible</span>
        <nav>
          <a href="/metrics">metrics</a>
          <a href="/api/v1/status/tsdb">status</a>
        </nav>
      </header>
      <StateBanner state={server} />
      <main>
        <QueryBar query={view.query} running={state.running} onRun={(query) => show({ query })} />
        {view.query.trim() === '' ? (
          <Examples onChoose={(query) => show({ query })} />
        ) : (
          <Answer view={view} state={state} onChange={show} />
        )}
        {view.query.trim() !== '' && (
          <details class="more">
            <summary>Example queries</summary>
            <Examples onChoose={(query) => show({ query })} />
          </details>
        )}
      </main>
    </div>
  );
}
