/** The answer's frame: tabs, range, what it cost, remarks, and the error when there is one. */
import { RANGES } from '../query/ranges.ts';
import type { Tab, View } from '../state/url-state.ts';
import type { QueryState } from '../state/use-query.ts';
import { Failure } from './failure.tsx';
import { Graph } from './graph.tsx';
import { Table } from './table.tsx';

type Props = { readonly view: View; readonly state: QueryState; readonly onChange: (change: Partial<View>) => void };

const TABS: readonly (readonly [Tab, string])[] = [
  ['graph', 'Graph'],
  ['table', 'Table'],
];

export function Answer({ view, state, onChange }: Props) {
  const { answer, failure, running } = state;
  const current = answer !== null && answer.view.tab === view.tab ? answer : null;
  return (
    <section class="answer" aria-busy={running}>
      <div class="bar">
        <div role="tablist" class="segmented">
          {TABS.map(([tab, title]) => (
            <button
              key={tab}
              type="button"
              role="tab"
              aria-selected={view.tab === tab}
              onClick={() => onChange({ tab })}
            >
              {title}
            </button>
          ))}
        </div>
        {view.tab === 'graph' && (
          <fieldset class="segmented">
            <legend class="hidden">Range</legend>
            {RANGES.map(({ name }) => (
              <button
                key={name}
                type="button"
                aria-pressed={view.range === name}
                onClick={() => onChange({ range: name })}
              >
                {name}
              </button>
            ))}
          </fieldset>
        )}
        {current !== null && failure === null && (
          <span class="cost">
            {describe(current.value.data)} in {Math.max(1, Math.round(current.value.elapsedMs))} ms
          </span>
        )}
      </div>
      {[...(current?.value.warnings ?? []), ...(current?.value.infos ?? [])].map((remark) => (
        <p class="remark" key={remark}>
          {remark}
        </p>
      ))}
      {failure !== null && <Failure query={failure.view.query} error={failure.error} />}
      {failure === null && current !== null && view.tab === 'table' && <Table data={current.value.data} />}
      {failure === null && current !== null && view.tab === 'graph' && (
        <Graph data={current.value.data} grid={current.grid} />
      )}
    </section>
  );
}

function describe(data: NonNullable<QueryState['answer']>['value']['data']): string {
  if (data.resultType === 'scalar' || data.resultType === 'string') return `one ${data.resultType}`;
  const count = data.result.length;
  return count === 1 ? '1 series' : `${count} series`;
}
