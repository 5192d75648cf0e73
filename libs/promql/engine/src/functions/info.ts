/** `info(v, selector)`: each series with labels of the info series that are about the same target, step by step. */
import { compileMatcher, labelsKey, metricName } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import type { OutputSeries } from '../operator.ts';
import { type ColumnSource, operatorColumns } from '../operators/column-source.ts';
import { uniqueSeries } from '../operators/unique-series.ts';
import type { CallBuilder, PlannedArg } from '../plan-types.ts';
import { QueryError } from '../query-error.ts';
import { vectorArg } from './arguments.ts';
import { enrich, type InfoPhases, infoPhases } from './info-labels.ts';
import { infoMatchers, matchesAll } from './info-matchers.ts';
import { infoReference } from './info-reference.ts';
import { readInfoSeries, targetKey } from './info-series.ts';

/** One output series: the steps of a base series at which it has the same labels. */
type Part = {
  readonly base: number;
  readonly output: OutputSeries;
  /** Which phases belong to it; null: all. */
  readonly phases: { readonly of: InfoPhases; readonly included: ReadonlySet<number> } | null;
  readonly error: string | null;
};

export const info: CallBuilder = (call, args, context) => {
  const vector = vectorArg(args, 0);
  const matchers = infoMatchers(args[1]?.node);
  const wanted = matchers.data.length === 0 ? null : new Set(matchers.data.map(({ name }) => name));
  const reference = infoReference((args[0] as PlannedArg).node, context);
  let parts: readonly Part[] = [];
  let columns: ColumnSource;

  const partsOf = (
    bases: readonly OutputSeries[],
    isInfo: readonly boolean[],
    phasesOf: (base: OutputSeries) => InfoPhases,
  ): Part[] => {
    const mayLackInfo = matchers.data.every((matcher) => compileMatcher(matcher).matches(''));
    return bases.flatMap((output, base): Part[] => {
      if (isInfo[base]) return [{ base, output, phases: null, error: null }];
      const phases = phasesOf(output);
      const byLabels = new Map<string, { output: OutputSeries; error: string | null; included: Set<number> }>();
      phases.infos.forEach((infos, phase) => {
        const enrichment = enrich(output.labels, infos, wanted, mayLackInfo);
        if (enrichment.kind === 'dropped') return;
        const error = enrichment.kind === 'error' ? enrichment.message : null;
        const labels = enrichment.kind === 'error' ? output.labels : enrichment.labels;
        const key = `${error ?? ''} ${labelsKey(labels)}`;
        const known = byLabels.get(key);
        if (known !== undefined) known.included.add(phase);
        else byLabels.set(key, { output: { ...output, labels }, error, included: new Set([phase]) });
      });
      return Array.from(
        byLabels.values(),
        ({ included, ...rest }): Part => ({
          base,
          ...rest,
          phases: included.size === phases.infos.length ? null : { of: phases, included },
        }),
      );
    });
  };

  const enriched = {
    series: async () => {
      const bases = await vector.series();
      const isInfo = bases.map(({ labels }) => matchesAll(matchers.names, metricName(labels)));
      const described = bases.filter((_, base) => !isInfo[base]);
      const infos = await readInfoSeries(described, matchers, reference, call.position, context);
      const phasesByTarget = new Map<string, InfoPhases>();
      parts = partsOf(bases, isInfo, ({ labels }) => {
        const key = targetKey(labels);
        const phases = phasesByTarget.get(key) ?? infoPhases(infos.get(key) ?? [], context.grid.count);
        phasesByTarget.set(key, phases);
        return phases;
      });
      const uses = new Int32Array(bases.length);
      for (const { base } of parts) uses[base] = (uses[base] as number) + 1;
      columns = operatorColumns(vector, uses, context);
      const scratch = new StepColumn(context.grid.count);
      // What is dropped is evaluated all the same: it may have something to say.
      uses.forEach((count, base) => {
        if (count > 0) return;
        context.budget.check();
        vector.read(base, scratch);
      });
      return parts.map(({ output }) => output);
    },
    read: (index: number, out: Parameters<typeof vector.read>[1]) => {
      const { base, phases, error } = parts[index] as Part;
      columns.readInto(base, out);
      if (phases !== null) {
        const { of, included } = phases;
        for (let k = 0; k < out.count; k++) if (!included.has(of.phaseOf[k] as number)) out.present[k] = 0;
      }
      if (error !== null && out.present.includes(1)) throw new QueryError('execution', error);
    },
  };
  return { kind: 'vector', vector: uniqueSeries(enriched, 'step') };
};
