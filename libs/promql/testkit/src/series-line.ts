/** A series with its values, as loads and expectations write it: `metric{label="v"} 1 2 _ stale 0+10x5 {{count:1}}x3`. */
import { parseMetricPrefix } from '@chimera/promql-parser';
import type { Labels } from '@chimera/tsdb-model';
import { parseHistogram } from './histogram-notation.ts';
import { histogramSeries } from './histogram-series.ts';
import { parseNumber } from './number.ts';
import type { Point } from './point.ts';

export type SeriesLine = { readonly labels: Labels; readonly points: readonly Point[] };

/** Most points that one item may stand for: a typing error must not fill the memory. */
const MAX_REPEAT = 1_000_000;

/** Parses a whole line. Throws an Error that says what is wrong. */
export function parseSeriesLine(line: string): SeriesLine {
  const { labels, end } = parseMetricPrefix(line);
  return { labels, points: parsePoints(line.slice(end)) };
}

const NUMBER = '(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[iI]nf|[nN]a[nN])';
const ITEM = new RegExp(
  [
    '(?<blank>_)(?:x(?<blanks>[0-9]+))?',
    '(?<stale>stale)',
    `(?<value>[+-]?${NUMBER})(?:(?<step>[+-]${NUMBER})?x(?<times>[0-9]+))?`,
    '\\{\\{(?<base>[^}]*)\\}\\}(?:(?:(?<sign>[+-])\\{\\{(?<add>[^}]*)\\}\\})?x(?<copies>[0-9]+))?',
  ].join('|'),
  'y',
);

/** The points of a value sequence; empty for blank text. Throws an Error that quotes the wrong item. */
export function parsePoints(text: string): Point[] {
  const points: Point[] = [];
  const values = text.trim();
  let at = 0;
  while (at < values.length) {
    ITEM.lastIndex = at;
    const groups = ITEM.exec(values)?.groups;
    at = groups === undefined ? at : ITEM.lastIndex;
    if (groups === undefined || /^\S/.test(values.slice(at))) {
      throw new Error(`cannot read series values at "${values.slice(at)}"`);
    }
    points.push(...expand(groups));
    at += /^\s*/.exec(values.slice(at))?.[0].length ?? 0;
  }
  return points;
}

function expand(item: Readonly<Record<string, string | undefined>>): Point[] {
  const { blank, blanks, stale, value, step, times, base, sign, add, copies } = item;
  if (blank !== undefined) return new Array<Point>(repeat(blanks ?? '1')).fill({ kind: 'omitted' });
  if (stale !== undefined) return [{ kind: 'stale' }];
  if (value !== undefined)
    return floats(parseNumber(value) as number, parseNumber(step ?? '0') as number, repeat(times ?? '0'));
  const { histogram, hintSet } = parseHistogram(base as string);
  const count = repeat(copies ?? '0');
  const all =
    add === undefined
      ? new Array(count + 1).fill(histogram)
      : histogramSeries(histogram, parseHistogram(add).histogram, sign === '-' ? -1 : 1, count);
  return all.map((each) => ({ kind: 'histogram', histogram: each, hintSet }));
}

/** `a+bxN` adds up step by step, as Prometheus does, so that rounding agrees. */
function floats(start: number, step: number, times: number): Point[] {
  const points: Point[] = [];
  for (let i = 0, value = start; i <= times; i++, value += step) points.push({ kind: 'float', value });
  return points;
}

function repeat(text: string): number {
  const times = Number(text);
  if (times > MAX_REPEAT) throw new Error(`x${text} repeats too often (at most ${MAX_REPEAT})`);
  return times;
}
