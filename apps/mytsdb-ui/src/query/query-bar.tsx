/** The query's text. Enter runs it, Shift+Enter starts a new line. */
import { useEffect, useRef, useState } from 'preact/hooks';

type Props = { readonly query: string; readonly running: boolean; readonly onRun: (query: string) => void };

export function QueryBar({ query, running, onRun }: Props) {
  const [text, setText] = useState(query);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setText(query), [query]);
  useEffect(() => {
    const area = field.current;
    if (area === null) return;
    // As high as its text, without a scroll bar.
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);

  return (
    <form
      class="query"
      onSubmit={(event) => {
        event.preventDefault();
        onRun(text);
      }}
    >
      <label class="hidden" for="query">
        PromQL query
      </label>
      <textarea
        id="query"
        ref={field}
        rows={1}
        value={text}
        placeholder="PromQL, for example: sum(rate(http_requests_total[5m])) by (service)"
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          onRun(text);
        }}
      />
      <button type="submit" class="run" aria-busy={running}>
        {running ? 'Running' : 'Run'}
      </button>
    </form>
  );
}
