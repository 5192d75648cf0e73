/** Kubernetes label selectors. */
import { objectsAt, stringAt, stringEntries, stringsAt } from './json.ts';

export type Labels = Readonly<Record<string, string>>;

/** Whether a selector (`matchLabels`, `matchExpressions`) selects; the empty one selects everything. */
export function selects(selector: unknown, labels: Labels): boolean {
  return (
    stringEntries(selector, 'matchLabels').every(([key, value]) => labels[key] === value) &&
    objectsAt(selector, 'matchExpressions').every((expression) => {
      const label = labels[stringAt(expression, 'key') ?? ''];
      const values = stringsAt(expression, 'values');
      switch (stringAt(expression, 'operator')) {
        case 'In':
          return label !== undefined && values.includes(label);
        case 'NotIn':
          return label === undefined || !values.includes(label);
        case 'Exists':
          return label !== undefined;
        case 'DoesNotExist':
          return label === undefined;
        default:
          return false;
      }
    })
  );
}

/** Whether a Service's plain map selects; the empty one selects nothing. */
export function mapSelects(map: unknown, labels: Labels): boolean {
  const entries = stringEntries(map);
  return entries.length > 0 && entries.every(([key, value]) => labels[key] === value);
}

/** Labels of an object's metadata, or of a pod template's. */
export function labelsAt(value: unknown, ...path: readonly string[]): Labels {
  return Object.fromEntries(stringEntries(value, ...path));
}
