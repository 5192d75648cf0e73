/** `count_values("label", v)`: one output series per group and distinct value. */
import { type Aggregation, quote } from '@chimera/promql-parser';
import {
  formatFloatPlain,
  formatHistogram,
  type Histogram,
  type Labels,
  labelsKey,
  withLabel,
} from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import { isLabelName } from '../label-name.ts';
import type { EvalContext, VectorOperator } from '../operator.ts';
import { QueryError } from '../query-error.ts';
import { type Group, groupingLabels, groupSeries } from './aggregate-groups.ts';

type Counts = { readonly labels: Labels; readonly counts: Float64Array };

/** The output series depend on the values, so everything is counted when the series are asked for. */
export function countValues(
  node: Aggregation,
  child: VectorOperator,
  label: string,
  context: EvalContext,
): VectorOperator {
  const { budget, grid } = context;
  const outputs: Counts[] = [];

  const countGroup = (group: Group, byLabels: Map<string, Counts>, scratch: StepColumn): void => {
    const labelsOf = valueLabels(node, group.output.labels, label);
    const byText = new Map<string, Float64Array>();
    const countsOf = (text: string): Float64Array => {
      const known = byText.get(text);
      if (known !== undefined) return known;
      const labels = labelsOf(text);
      const key = labelsKey(labels);
      let output = byLabels.get(key);
      if (output === undefined) {
        budget.hold(grid.count);
        output = { labels, counts: new Float64Array(grid.count) };
        byLabels.set(key, output);
        outputs.push(output);
      }
      byText.set(text, output.counts);
      return output.counts;
    };
    for (const member of group.members) {
      budget.check();
      child.read(member, scratch);
      countColumn(scratch, countsOf);
    }
  };

  return {
    series: async () => {
      if (!isLabelName(label)) throw new QueryError('execution', `invalid label name ${quote(label)}`);
      const byLabels = new Map<string, Counts>();
      const scratch = new StepColumn(grid.count);
      // A value label among the grouping labels gives way to the value: series that differ in it only go together.
      const names = node.without ? [...node.grouping, label] : node.grouping.filter((name) => name !== label);
      for (const group of groupSeries(await child.series(), { names, without: node.without })) {
        countGroup(group, byLabels, scratch);
      }
      return outputs.map(({ labels }) => ({ labels, dropName: false }));
    },
    read: (index, out) => {
      const { counts } = outputs[index] as Counts;
      out.histograms = null;
      out.values.set(counts);
      for (let k = 0; k < grid.count; k++) out.present[k] = counts[k] === 0 ? 0 : 1;
      budget.release(grid.count);
    },
  };
}

/** Adds 1 at each step to the counts of its value. Runs of equal floats, or of the same histogram, look up their counts once. */
function countColumn(
  { values, present, histograms, count }: StepColumn,
  countsOf: (text: string) => Float64Array,
): void {
  let last: number | Histogram = Number.NaN;
  let counts: Float64Array | null = null;
  for (let k = 0; k < count; k++) {
    if (present[k] === 0) continue;
    const histogram = histograms === null ? null : (histograms[k] ?? null);
    const value = histogram ?? (values[k] as number);
    if (counts === null || !Object.is(value, last)) {
      counts = countsOf(typeof value === 'number' ? formatFloatPlain(value) : formatHistogram(value));
      last = value;
    }
    counts[k] = (counts[k] as number) + 1;
  }
}

/** A function from a value's text to the labels of its output series. */
function valueLabels(node: Aggregation, groupLabels: Labels, label: string): (text: string) => Labels {
  // `without (label)` removes the value label too, and `without` always removes the name.
  const labelsOf = groupingLabels({
    names: node.without ? node.grouping : [...node.grouping, label],
    without: node.without,
  });
  return (text) => labelsOf(withLabel(groupLabels, label, text));
}
