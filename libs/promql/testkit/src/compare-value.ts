/** Compares an engine's answer with what a script expects; says the first difference. */
import { compareLabels, formatLabels, type Labels, labelsKey } from '@chimera/tsdb-model';
import { type StepGrid, stepTime } from '@chimera/tsdb-storage';
import type { Actual, ActualSample, ActualSeries, TimedPoint } from './actual.ts';
import { equalPoints } from './compare-point.ts';
import { formatPoint } from './point.ts';
import type { ExpectedSeries, ExpectedValue } from './script.ts';

/** A difference, each side in words. */
export type Mismatch = { readonly message: string; readonly expected: string; readonly got: string };

/** null when they agree. */
export function compareValue(expected: ExpectedValue, ordered: boolean, actual: Actual): Mismatch | null {
  const got = describe(actual);
  if (expected.kind === 'string') {
    const wanted = `string ${JSON.stringify(expected.value)}`;
    const same = actual.type === 'string' && actual.value === expected.value;
    return same ? null : { message: 'another string', expected: wanted, got };
  }
  if (expected.kind === 'scalar') {
    const wanted = `scalar ${formatPoint(expected.point)}`;
    if (actual.type !== 'scalar') return { message: 'not a scalar', expected: wanted, got };
    return equalPoints(expected.point, actual.point) ? null : { message: 'another value', expected: wanted, got };
  }
  if (actual.type === 'vector') return compareVector(expected.series, ordered, actual.samples);
  if (actual.type !== 'matrix') return { message: 'not a vector or matrix', expected: 'series', got };
  if (expected.grid === null) return { message: 'a range vector', expected: 'an instant vector', got };
  if (ordered) return { message: 'a matrix, which has no order to check', expected: 'an ordered vector', got };
  return sortMismatch(actual.series) ?? compareMatrix(expected.series, expected.grid, actual.series);
}

/** Whether the series are sorted by their labels, as every matrix must be. */
export function sortMismatch(series: readonly { readonly labels: Labels }[]): Mismatch | null {
  for (let i = 1; i < series.length; i++) {
    const before = (series[i - 1] as ActualSeries).labels;
    const labels = (series[i] as ActualSeries).labels;
    if (compareLabels(before, labels) > 0) {
      const message = `the matrix is not sorted by labels at index ${i}`;
      return { message, expected: `${formatLabels(labels)} first`, got: `after ${formatLabels(before)}` };
    }
  }
  return null;
}

function compareVector(
  expected: readonly ExpectedSeries[],
  ordered: boolean,
  samples: readonly ActualSample[],
): Mismatch | null {
  const wanted = positions(expected);
  const seen = new Set<string>();
  for (const [position, { labels, point }] of samples.entries()) {
    const name = formatLabels(labels);
    const key = labelsKey(labels);
    const at = wanted.get(key);
    if (at === undefined) return unexpected(name, formatPoint(point));
    if (seen.has(key)) return { message: `series ${name} twice`, expected: 'once', got: formatPoint(point) };
    seen.add(key);
    if (ordered && at !== position) {
      const message = `series ${name} at another position`;
      return { message, expected: `position ${at + 1}`, got: `position ${position + 1}` };
    }
    const wantedPoint = expected[at]?.points[0];
    if (wantedPoint === undefined)
      return { message: `no value is written for ${name}`, expected: '', got: formatPoint(point) };
    if (!equalPoints(wantedPoint, point)) {
      return { message: `another value of ${name}`, expected: formatPoint(wantedPoint), got: formatPoint(point) };
    }
  }
  return missing(expected, seen, samples.length);
}

function compareMatrix(
  expected: readonly ExpectedSeries[],
  grid: StepGrid,
  series: readonly ActualSeries[],
): Mismatch | null {
  const wanted = positions(expected);
  const seen = new Set<string>();
  for (const { labels, points } of series) {
    const name = formatLabels(labels);
    const key = labelsKey(labels);
    const at = wanted.get(key);
    const got = points.map(formatTimed).join(' ');
    if (at === undefined) return unexpected(name, got);
    if (seen.has(key)) return { message: `series ${name} twice`, expected: 'once', got };
    seen.add(key);
    const row = (expected[at] as ExpectedSeries).points;
    if (row.length > grid.count) {
      return {
        message: `more values of ${name} than steps`,
        expected: `${row.length} values`,
        got: `${grid.count} steps`,
      };
    }
    const timed = row
      .map((point, k): TimedPoint => ({ timestampMs: stepTime(grid, k), point }))
      .filter(({ point }) => point.kind !== 'omitted');
    const problem = firstDifference(timed, points);
    if (problem !== null) return { message: `${problem} of ${name}`, expected: timed.map(formatTimed).join(' '), got };
  }
  return missing(expected, seen, series.length);
}

function firstDifference(expected: readonly TimedPoint[], actual: readonly TimedPoint[]): string | null {
  for (const [i, { timestampMs, point }] of expected.entries()) {
    const other = actual[i];
    if (other === undefined) return `no value at ${timestampMs}`;
    if (other.timestampMs !== timestampMs) {
      return other.timestampMs < timestampMs
        ? `a value too many at ${other.timestampMs}`
        : `no value at ${timestampMs}`;
    }
    if (!equalPoints(point, other.point)) return `another value at ${timestampMs}`;
  }
  const extra = actual[expected.length];
  return extra === undefined ? null : `a value too many at ${extra.timestampMs}`;
}

function positions(expected: readonly ExpectedSeries[]): Map<string, number> {
  return new Map(expected.map(({ labels }, i) => [labelsKey(labels), i]));
}

function unexpected(name: string, got: string): Mismatch {
  return { message: `series ${name} was not expected`, expected: 'no such series', got };
}

function missing(expected: readonly ExpectedSeries[], seen: ReadonlySet<string>, count: number): Mismatch | null {
  const absent = expected.find(({ labels }) => !seen.has(labelsKey(labels)));
  if (absent === undefined) return null;
  const message = `series ${formatLabels(absent.labels)} is missing`;
  return { message, expected: absent.points.map(formatPoint).join(' '), got: `${count} other series` };
}

function formatTimed({ timestampMs, point }: TimedPoint): string {
  return `${formatPoint(point)}@${timestampMs}`;
}

const SHOWN_SERIES = 5;

function describe(actual: Actual): string {
  if (actual.type === 'scalar') return `scalar ${formatPoint(actual.point)}`;
  if (actual.type === 'string') return `string ${JSON.stringify(actual.value)}`;
  const rows =
    actual.type === 'vector'
      ? actual.samples.map(({ labels, point }) => `${formatLabels(labels)} ${formatPoint(point)}`)
      : actual.series.map(({ labels, points }) => `${formatLabels(labels)} ${points.map(formatTimed).join(' ')}`);
  const more = rows.length > SHOWN_SERIES ? `, and ${rows.length - SHOWN_SERIES} more` : '';
  return `${actual.type} of ${rows.length}: ${rows.slice(0, SHOWN_SERIES).join(', ')}${more}`;
}
