/** Runs every query of a board as Grafana 7.5.5 would when it is opened, and says what does not answer. */
import { type Chosen, interpolate, type PanelTime, stepSec } from './grafana-query.ts';
import type { Answer, MetricsStore } from './metrics-store.ts';

/** The parts of a dashboard's JSON that matter here. */
export type Dashboard = {
  readonly uid: string;
  readonly time: { readonly from: string };
  readonly templating: { readonly list: readonly TemplateVariable[] };
  readonly panels: readonly DashboardPanel[];
};

export type TemplateVariable = {
  readonly name: string;
  readonly type: 'query' | 'interval' | 'textbox' | 'constant' | 'datasource';
  readonly query: string | { readonly query: string };
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string | null;
  readonly current: { readonly value?: string | readonly string[] };
};

export type DashboardPanel = {
  readonly title: string;
  readonly type: string;
  readonly panels?: readonly DashboardPanel[];
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly instant: boolean }[];
};

export type PanelAnswer = {
  readonly panel: string;
  /** As it was sent. */
  readonly query: string;
  /** As it is in the board. */
  readonly expr: string;
  readonly answers: readonly Answer[];
  /** What the server said; null when it answered. */
  readonly error: string | null;
};

/** What is chosen of a variable with several values: all of them, or only the first. */
export type Choice = 'all' | 'first';

/** Throws when a variable offers nothing: then no panel could answer. */
export async function runBoard(dashboard: Dashboard, store: MetricsStore, choice: Choice): Promise<PanelAnswer[]> {
  const time: PanelTime = { rangeSec: rangeSec(dashboard.time.from), maxPoints: 800, scrapeSec: store.span.stepSec };
  const chosen = await chooseVariables(dashboard, store, time, choice);
  const panels = dashboard.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const results: PanelAnswer[] = [];
  for (const { title, targets = [] } of panels)
    for (const { expr, instant } of targets) {
      const query = interpolate(expr, chosen, time);
      try {
        const answers = instant ? await store.instant(query) : await store.range(query, time.rangeSec, stepSec(time));
        results.push({ panel: title, query, expr, answers, error: null });
      } catch (error) {
        results.push({ panel: title, query, expr, answers: [], error: (error as Error).message });
      }
    }
  return results;
}

/** Empty is also an answer without a single number: 0 / 0 draws nothing. */
export function isEmpty({ answers }: Pick<PanelAnswer, 'answers'>): boolean {
  return !answers.some(({ values }) => values.some((value) => Number.isFinite(value)));
}

async function chooseVariables(
  { uid, templating }: Dashboard,
  store: MetricsStore,
  time: PanelTime,
  choice: Choice,
): Promise<Map<string, Chosen>> {
  const chosen = new Map<string, Chosen>();
  for (const variable of templating.list) {
    if (variable.type !== 'query') {
      const value = variable.current.value;
      if (typeof value !== 'string') throw new Error(`board ${uid}: variable ${variable.name} has no current value`);
      chosen.set(variable.name, { kind: 'raw', text: value });
      continue;
    }
    const values = await labelValues(variable, chosen, store, time);
    const [first] = values;
    if (first === undefined) throw new Error(`board ${uid}: variable ${variable.name} offers nothing`);
    const all = choice === 'all' && variable.includeAll === true;
    if (all) {
      const text = variable.allValue ?? null;
      chosen.set(variable.name, text === null ? { kind: 'several', values } : { kind: 'raw', text });
    } else {
      const escape = variable.multi === true || variable.includeAll === true ? 'regex' : 'plain';
      chosen.set(variable.name, { kind: 'one', value: first, escape });
    }
  }
  return chosen;
}

/** `label_values(selector, label)` asks for series, as Grafana does, and sorts. */
async function labelValues(
  { name, query }: TemplateVariable,
  chosen: ReadonlyMap<string, Chosen>,
  store: MetricsStore,
  time: PanelTime,
): Promise<string[]> {
  const text = typeof query === 'string' ? query : query.query;
  const [, selector, label] = /^label_values\((.+), ([a-zA-Z_]\w*)\)$/.exec(text) ?? [];
  if (selector === undefined || label === undefined) throw new Error(`variable ${name}: cannot read ${text}`);
  const series = await store.series(interpolate(selector, chosen, time));
  const values = series.map((labels) => labels[label]).filter((value) => value !== undefined);
  return [...new Set(values)].sort();
}

const UNIT_SEC: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

function rangeSec(from: string): number {
  const [, count, unit = ''] = /^now-(\d+)([mhd])$/.exec(from) ?? [];
  if (count === undefined) throw new Error(`a board begins at ${from}, which is no range`);
  return Number(count) * (UNIT_SEC[unit] as number);
}
