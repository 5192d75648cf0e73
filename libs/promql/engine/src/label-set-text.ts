/** A label set as error messages show it: every label inside the braces, the name among them. */
import { quote } from '@chimera/promql-parser';
import { type Labels, labelPairs } from '@chimera/tsdb-model';

const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** `{__name__="up", job="api"}`. */
export function labelSetText(labels: Labels): string {
  const parts = labelPairs(labels).map(
    ([name, value]) => `${PLAIN_NAME.test(name) ? name : quote(name)}=${quote(value)}`,
  );
  return `{${parts.join(', ')}}`;
}
