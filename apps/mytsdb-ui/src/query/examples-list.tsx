/** The example queries, one click each. */
import { EXAMPLES } from './examples.ts';

export function Examples({ onChoose }: { readonly onChoose: (query: string) => void }) {
  return (
    <ul class="examples">
      {EXAMPLES.map(({ title, query }) => (
        <li key={title}>
          <button type="button" onClick={() => onChoose(query)}>
            <strong>{title}</strong>
            <code>{query}</code>
          </button>
        </li>
      ))}
    </ul>
  );
}
