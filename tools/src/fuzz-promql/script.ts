/** A finding as a test script: the data, the query, and what Prometheus answers. */
import { formatFloat, formatLabels, type Labels } from '@chimera/tsdb-model';
import { formatMs, loadText } from './case.ts';
import type { Feature } from './features.ts';
import type { Finding } from './known-differences.ts';
import type { Outcome, OutcomePoint } from './outcome.ts';

export function findingScript({ case: one, difference, reference }: Finding, features: readonly Feature[]): string {
  const { startMs, endMs, stepMs } = one.when;
  const head =
    stepMs === 0
      ? `eval instant at ${formatMs(startMs)} ${one.query}`
      : `eval range from ${formatMs(startMs)} to ${formatMs(endMs)} step ${formatMs(stepMs)} ${one.query}`;
  return [
    `# ${difference.text.replaceAll('\n', ' ')}`,
    `# features: ${features.join(',')}`,
    loadText(one.data),
    head,
    ...expectations(reference, one.when).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function expectations(outcome: Outcome, when: Finding['case']['when']): string[] {
  if (outcome.kind === 'error') return [`expect fail msg: ${outcome.message}`];
  const remarks = [
    ...outcome.warnings.map((text) => `expect warn msg: ${text}`),
    ...outcome.infos.map((text) => `expect info msg: ${text}`),
    ...(outcome.warnings.length === 0 ? ['expect no_warn'] : []),
    ...(outcome.infos.length === 0 ? ['expect no_info'] : []),
  ];
  if (outcome.type === 'string') return [...remarks, `expect string ${JSON.stringify(outcome.text)}`];
  if (outcome.type === 'scalar' && when.stepMs === 0) {
    return [...remarks, formatFloat(outcome.series[0]?.points[0]?.value ?? Number.NaN)];
  }
  return [...remarks, ...outcome.series.map(({ labels, points }) => `${seriesName(labels)} ${valuesOf(points, when)}`)];
}

function seriesName(labels: Labels): string {
  return labels.length === 0 ? '{}' : formatLabels(labels);
}

/** With `_` on the steps of the grid that have none. A range vector's points have no grid: they follow each other. */
function valuesOf(points: readonly OutcomePoint[], { startMs, endMs, stepMs }: Finding['case']['when']): string {
  if (stepMs === 0) return points.map(format).join(' ');
  const at = new Map(points.map((point) => [point.timestampMs, format(point)]));
  const items: string[] = [];
  for (let t = startMs; t <= endMs; t += stepMs) items.push(at.get(t) ?? '_');
  return items.join(' ');
}

function format({ value, histogram }: OutcomePoint): string {
  if (histogram === null) return formatFloat(value);
  return `{{schema:${histogram.schema} count:${histogram.count} sum:${histogram.sum}}} # buckets left out`;
}
