/** The labels of the result of an arithmetic operation or comparison between two vectors. */
import type { Binary, VectorMatching } from '@chimera/promql-parser';
import { dropLabels, keepLabels, type Labels, labelPairs, labelsFrom, labelValue } from '@chimera/tsdb-model';
import { dropMetadataLabels } from '../drop-name.ts';
import type { OutputSeries } from '../operator.ts';
import type { EngineOptions } from '../options.ts';
import { isArithmetic } from './binary-kernels.ts';

/** A function of a series of the "many" side (the left one in one-to-one matching) and its match. */
export function resultSeries(
  { operator, returnBool }: Binary,
  { cardinality, on, labels: names, include }: VectorMatching,
  options: EngineOptions,
): (many: OutputSeries, one: OutputSeries) => OutputSeries {
  const matched = new Set(names);
  const oneToOne = cardinality === 'one-to-one';
  // Before labels are included: `group_left(__name__)` brings a name back.
  const dropsName = isArithmetic(operator) || (returnBool && !options.delayedNameRemoval);
  return (many, one) => {
    let labels = dropsName ? dropMetadataLabels(many.labels) : many.labels;
    if (oneToOne) labels = on ? keepLabels(labels, matched) : matched.size > 0 ? dropLabels(labels, matched) : labels;
    if (include.length > 0) labels = withIncluded(labels, one.labels, include);
    return { labels, dropName: returnBool && options.delayedNameRemoval };
  };
}

/** Labels of `group_left(...)` come from the "one" side; what it lacks, the result lacks. */
function withIncluded(labels: Labels, one: Labels, include: readonly string[]): Labels {
  return labelsFrom([...labelPairs(labels), ...include.map((name) => [name, labelValue(one, name)] as const)]);
}
