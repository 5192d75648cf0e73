/** Runs an operator over its grid and collects the result. */
import { compareLabels, labelsKey } from '@chimera/tsdb-model';
import { SampleBuffer, StepColumn } from '@chimera/tsdb-storage';
import { dropMetadataLabels } from './drop-name.ts';
import { extendedSamples } from './extended-samples.ts';
import type { EvalContext, OutputSeries, ScalarOperator, VectorOperator } from './operator.ts';
import type { RangeSource } from './operators/range-source.ts';
import { duplicateLabelset, mergeColumn } from './operators/unique-series.ts';
import type { MatrixSeries, QueryValue, VectorSample } from './result.ts';
import { columnWeight, samplesWeight } from './sample-weight.ts';

/** The matrix of a range query. */
export async function assembleMatrix(operator: VectorOperator, context: EvalContext): Promise<QueryValue> {
  const { grid, budget } = context;
  const columns = new Map<string, { labels: OutputSeries['labels']; column: StepColumn; unsorted: boolean }>();
  let spare: StepColumn | null = null;
  for (const [index, output] of (await operator.series()).entries()) {
    budget.check();
    const column: StepColumn = spare ?? new StepColumn(grid.count);
    column.histograms = null;
    operator.read(index, column);
    const samples = columnWeight(column);
    spare = column;
    if (samples === 0) continue;
    budget.hold(samples);
    const labels = output.dropName ? dropMetadataLabels(output.labels) : output.labels;
    const key = labelsKey(labels);
    const known = columns.get(key);
    if (known !== undefined) {
      mergeColumn(known.column, column, 'step');
      continue;
    }
    columns.set(key, { labels, column, unsorted: false });
    spare = null;
  }
  const series = [...columns.values()].map(
    ({ labels, column }): MatrixSeries => ({
      labels,
      timestamps: null,
      values: column.values,
      present: column.present.includes(0) ? column.present : null,
      histograms: column.histograms,
    }),
  );
  series.sort((a, b) => compareLabels(a.labels, b.labels));
  return { type: 'matrix', grid, series };
}

/** A scalar on all steps is a series without labels. */
export async function assembleScalarMatrix(operator: ScalarOperator, context: EvalContext): Promise<QueryValue> {
  const values = await operator.values();
  context.budget.hold(values.length);
  const series = [{ labels: [], timestamps: null, values, present: null, histograms: null }];
  return { type: 'matrix', grid: context.grid, series };
}

/** The vector of an instant query, in the operator's order. */
export async function assembleVector(operator: VectorOperator, context: EvalContext): Promise<QueryValue> {
  const { grid, budget } = context;
  const samples: VectorSample[] = [];
  const keys = new Set<string>();
  const column = new StepColumn(1);
  for (const [index, output] of (await operator.series()).entries()) {
    operator.read(index, column);
    if (column.present[0] === 0) continue;
    budget.hold(columnWeight(column));
    const labels = output.dropName ? dropMetadataLabels(output.labels) : output.labels;
    const key = labelsKey(labels);
    if (keys.has(key)) throw duplicateLabelset();
    keys.add(key);
    samples.push({ labels, value: column.values[0] as number, histogram: column.histograms?.[0] ?? null });
    column.histograms = null;
  }
  return { type: 'vector', timestampMs: grid.startMs, samples };
}

/** The samples themselves: an instant query of a range vector. */
export async function assembleRange(source: RangeSource, context: EvalContext): Promise<QueryValue> {
  const series: MatrixSeries[] = [];
  const buffer = new SampleBuffer();
  const { extension, times, rangeMs } = source;
  for (const [index, output] of (await source.series()).entries()) {
    context.budget.check();
    source.read(index, buffer);
    const samples = extension === null ? buffer : extendedSamples(buffer, times.firstMs, rangeMs, extension);
    const { count, histograms } = samples;
    if (count === 0) continue;
    const weight = samplesWeight(histograms, count);
    context.budget.hold(weight);
    context.stepCounts?.add(0, weight);
    series.push({
      labels: output.dropName ? dropMetadataLabels(output.labels) : output.labels,
      timestamps: samples.timestamps.slice(0, count),
      values: samples.values.slice(0, count),
      present: null,
      histograms: histograms === null ? null : histograms.slice(0, count),
    });
  }
  series.sort((a, b) => compareLabels(a.labels, b.labels));
  for (let i = 1; i < series.length; i++) {
    const [previous, next] = [series[i - 1] as MatrixSeries, series[i] as MatrixSeries];
    if (compareLabels(previous.labels, next.labels) === 0) throw duplicateLabelset();
  }
  return { type: 'matrix', grid: null, series };
}
