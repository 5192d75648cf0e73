/** Template variables of a board, in the order in which they are chained. */

/** Names of the data sources that the Grafana component provisions. */
export type DatasourceName = 'Prometheus' | 'MyTSDB';

export type Variable =
  | {
      readonly kind: 'label-values';
      readonly name: string;
      /** The values of this label... */
      readonly label: string;
      /** ...on the series that match; may refer to earlier variables. */
      readonly selector: string;
      readonly multi: boolean;
      /** Adds "All": `list` sends the values, otherwise this regular expression is sent as it is. */
      readonly all: 'none' | 'list' | '.+' | '.*';
      readonly hidden: boolean;
    }
  | { readonly kind: 'interval'; readonly name: string; readonly choices: readonly string[]; readonly chosen: string }
  /** A number that the reader may change, such as a price. */
  | { readonly kind: 'textbox'; readonly name: string; readonly title: string; readonly value: string }
  | { readonly kind: 'constant'; readonly name: string; readonly value: string }
  /** A choice among the data sources of type prometheus; used as `$<name>`. */
  | { readonly kind: 'datasource'; readonly name: string; readonly chosen: DatasourceName };

/** A variable that holds one value; the first, until the reader chooses. */
export function oneOf(name: string, label: string, selector: string): Variable {
  return { kind: 'label-values', name, label, selector, multi: false, all: 'none', hidden: false };
}

/** A variable with several values and "All". */
export function anyOf(name: string, label: string, selector: string, all: 'list' | '.+' | '.*' = 'list'): Variable {
  return { kind: 'label-values', name, label, selector, multi: true, all, hidden: false };
}

export function interval(name: string, choices: readonly string[], chosen: string): Variable {
  return { kind: 'interval', name, choices, chosen };
}

export function textbox(name: string, title: string, value: string): Variable {
  return { kind: 'textbox', name, title, value };
}

export function constant(name: string, value: string): Variable {
  return { kind: 'constant', name, value };
}

/** Lets the reader point a board at another Prometheus, such as MyTSDB. */
export function datasourceChoice(chosen: DatasourceName): Variable {
  return { kind: 'datasource', name: 'datasource', chosen };
}

/** Names that Grafana 7.5.5 itself replaces in Prometheus queries. */
const BUILT_IN: ReadonlySet<string> = new Set([
  '__interval',
  '__interval_ms',
  '__rate_interval',
  '__range',
  '__range_s',
  '__range_ms',
]);

/** Variables that a text refers to, as `$name` or `${name}`, without Grafana's own. */
export function variablesIn(text: string): string[] {
  const names = [...text.matchAll(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g)].map(([, braced, bare]) => braced ?? bare ?? '');
  return [...new Set(names)].filter((name) => !BUILT_IN.has(name));
}
