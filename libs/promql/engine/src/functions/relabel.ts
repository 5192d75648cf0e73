/** `label_replace` and `label_join`: functions of series, whatever their values. */
import { compileRegex, type Labels, labelValue, METRIC_NAME, RegexError, withLabel } from '@chimera/tsdb-model';
import { isLabelName } from '../label-name.ts';
import type { OutputSeries } from '../operator.ts';
import { uniqueSeries } from '../operators/unique-series.ts';
import type { CallBuilder, Operator } from '../plan-types.ts';
import { QueryError } from '../query-error.ts';
import { stringArg, vectorArg } from './arguments.ts';
import { compileTemplate } from './regex-template.ts';

/** label_replace(v, destination, replacement, source, pattern): series that the pattern does not match stay as they are. */
export const labelReplace: CallBuilder = (_, args) => {
  const destination = stringArg(args, 1);
  const source = stringArg(args, 3);
  const pattern = stringArg(args, 4);
  const regex = compilePattern(pattern);
  requireLabelName(destination, 'destination', 'label_replace');
  const template = compileTemplate(stringArg(args, 2), regex.namedGroups(), regex.groupCount());
  const results = new Map<string, string | null>();
  const replaced = (value: string): string | null => {
    const known = results.get(value);
    if (known !== undefined) return known;
    const matcher = regex.matcher(value);
    const result = matcher.matches() ? template((group) => matcher.group(group) ?? '') : null;
    results.set(value, result);
    return result;
  };
  return relabelled(args, destination, (labels) => replaced(labelValue(labels, source)));
};

/** label_join(v, destination, separator, sources...). */
export const labelJoin: CallBuilder = (_, args) => {
  const destination = stringArg(args, 1);
  const separator = stringArg(args, 2);
  const sources = args.slice(3).map((_arg, i) => stringArg(args, i + 3));
  for (const source of sources) requireLabelName(source, 'source', 'label_join');
  requireLabelName(destination, 'destination', 'label_join');
  return relabelled(args, destination, (labels) => sources.map((name) => labelValue(labels, name)).join(separator));
};

/** `valueOf` gives the destination's new value; null leaves the series alone. */
function relabelled(
  args: Parameters<CallBuilder>[1],
  destination: string,
  valueOf: (labels: Labels) => string | null,
): Operator {
  const vector = vectorArg(args, 0);
  const relabel = (output: OutputSeries): OutputSeries => {
    const value = valueOf(output.labels);
    if (value === null) return output;
    // A name that was just set stays, even where the old one was to be removed.
    const dropName = output.dropName && destination !== METRIC_NAME;
    return { labels: withLabel(output.labels, destination, value), dropName };
  };
  const relabelledSeries = {
    series: async () => (await vector.series()).map(relabel),
    read: vector.read,
  };
  return { kind: 'vector', vector: uniqueSeries(relabelledSeries, 'step') };
}

function compilePattern(pattern: string): ReturnType<typeof compileRegex> {
  try {
    return compileRegex(pattern);
  } catch (cause) {
    if (!(cause instanceof RegexError)) throw cause;
    throw new QueryError('execution', `invalid regular expression in label_replace(): ${pattern}`, { cause });
  }
}

function requireLabelName(name: string, role: string, call: string): void {
  if (!isLabelName(name)) throw new QueryError('execution', `invalid ${role} label name in ${call}(): ${name}`);
}
