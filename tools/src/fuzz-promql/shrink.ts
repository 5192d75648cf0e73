/** Makes a finding small: the query, then the times, then the data, as long as the same kind of difference stays. */
import type { ParseOptions } from '@chimera/promql-parser';
import { stepTime } from '@chimera/tsdb-storage';
import type { Case, DataSet, Load } from './case.ts';
import type { Finding } from './known-differences.ts';
import { smallerQueries } from './shrink-query.ts';
import type { Sides } from './sides.ts';

export type ShrinkOptions = {
  readonly sides: Sides;
  readonly parseOptions: ParseOptions;
  /** Most comparisons. */
  readonly maxTries: number;
};

export async function shrink(finding: Finding, { sides, parseOptions, maxTries }: ShrinkOptions): Promise<Finding> {
  let best = finding;
  let tries = 0;
  const attempt = async (candidate: Case): Promise<boolean> => {
    if (++tries > maxTries) return false;
    const { finding: found, known } = await sides.run(candidate);
    if (found === null || known !== null || found.difference.kind !== finding.difference.kind) return false;
    best = found;
    return true;
  };
  const settle = async (smaller: (one: Case) => Iterable<Case>): Promise<void> => {
    for (let again = true; again && tries < maxTries; ) {
      again = false;
      for (const candidate of smaller(best.case)) {
        if (!(await attempt(candidate))) continue;
        again = true;
        break;
      }
    }
  };
  await settle((one) => smallerQueries(one.query, parseOptions).map((query) => ({ ...one, query })));
  await settle(smallerTimes);
  await dropFamilies(best, attempt);
  await settle(fewerLines);
  await dropSamples(() => best.case, attempt);
  await settle((one) => smallerQueries(one.query, parseOptions).map((query) => ({ ...one, query })));
  return best;
}

function* smallerTimes(one: Case): Generator<Case> {
  const { startMs, endMs, stepMs } = one.when;
  if (stepMs === 0) return;
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  const grid = { startMs, stepMs, count };
  for (const k of [0, count - 1, count >> 1]) {
    const at = stepTime(grid, k);
    yield { ...one, when: { startMs: at, endMs: at, stepMs: 0 } };
  }
  if (count === 1) return;
  const middle = stepTime(grid, count >> 1);
  yield { ...one, when: { startMs, endMs: middle - stepMs, stepMs } };
  yield { ...one, when: { startMs: middle, endMs: stepTime(grid, count - 1), stepMs } };
  yield { ...one, when: { startMs: startMs + stepMs, endMs: stepTime(grid, count - 1), stepMs } };
  yield { ...one, when: { startMs, endMs: stepTime(grid, count - 2), stepMs } };
}

/** All metrics that the query does not name at once, then one by one. */
async function dropFamilies(start: Finding, attempt: (one: Case) => Promise<boolean>): Promise<void> {
  let data: DataSet = start.case.data;
  const named = data.filter(({ lines }) => start.case.query.includes(/[\w.]+/.exec(lines[0] ?? '')?.[0] ?? ''));
  if (await attempt({ ...start.case, data: named })) data = named;
  for (const load of data) {
    const without = data.filter((each) => each !== load);
    if (await attempt({ ...start.case, data: without })) data = without;
  }
}

/** Halves of a metric's series, then single ones. */
function* fewerLines(one: Case): Generator<Case> {
  for (const [i, { lines }] of one.data.entries()) {
    for (let size = lines.length >> 1; size >= 1; size >>= 1) {
      for (let from = 0; from < lines.length; from += size) {
        yield withLines(one, i, [...lines.slice(0, from), ...lines.slice(from + size)]);
      }
    }
    if (lines.length === 1) yield withLines(one, i, []);
  }
}

/** Ever shorter stretches of each series' samples. */
async function dropSamples(current: () => Case, attempt: (one: Case) => Promise<boolean>): Promise<void> {
  for (const [i, { lines }] of current().data.entries()) {
    for (const [k, line] of lines.entries()) {
      const { series, items } = splitLine(line);
      let kept = items;
      for (let size = items.length; size >= 1; size >>= 1) {
        for (let from = 0; from < presentAt(kept).length; ) {
          const dropped = new Set(presentAt(kept).slice(from, from + size));
          const fewer = kept.map((item, at) => (dropped.has(at) ? '_' : item));
          const shorter = (current().data[i] as Load).lines.with(k, joinLine(series, fewer));
          if (await attempt(withLines(current(), i, shorter))) kept = fewer;
          else from += size;
        }
      }
    }
  }
}

function presentAt(items: readonly string[]): number[] {
  return items.flatMap((item, at) => (item === '_' ? [] : [at]));
}

function withLines(one: Case, index: number, lines: readonly string[]): Case {
  return { ...one, data: one.data.with(index, { ...(one.data[index] as Load), lines }) };
}

/** A series line with `_xN` written out. Labels hold no blanks. */
function splitLine(line: string): { readonly series: string; readonly items: readonly string[] } {
  const [series = '', rest = ''] = /^(\S+) ?(.*)$/.exec(line)?.slice(1) ?? [];
  const items = rest.match(/\{\{.*?\}\}|\S+/g) ?? [];
  return {
    series,
    items: items.flatMap((item) => {
      const blanks = /^_x(\d+)$/.exec(item)?.[1];
      return blanks === undefined ? [item] : new Array<string>(Number(blanks)).fill('_');
    }),
  };
}

function joinLine(series: string, items: readonly string[]): string {
  const text = items.join(' ').replace(/(?: ?_)+$/, '');
  return `${series} ${text.replace(/_(?: _)+/g, (run) => `_x${(run.length + 1) / 2}`)}`;
}
