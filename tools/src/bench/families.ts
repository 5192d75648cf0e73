/** The bench of all function and operator families: what is measured, kept and printed. */
import { compareAnswers, parseMatrix } from './answers.ts';
import type { BenchData } from './data.ts';
import { FAMILY_QUERIES, type FamilyQuery } from './family-queries.ts';
import { geometricMean, measure, type Target } from './measure.ts';

export type FamilyRow = {
  readonly family: string;
  readonly name: string;
  readonly points: number;
  /** Median milliseconds in the order of the databases; null where one does not know the query. */
  readonly figures: readonly (number | null)[];
  /** Series or points that only one has of us and the first peer; empty when none. */
  readonly differs: string;
};

const HOURS_24_MS = 86_400_000;
/** As in the other bench: off the scrapes' grid, where older Prometheus has closed windows. */
const OFF_GRID_MS = 7_000;

/** Ours is the first of the targets. Range queries over 24 h at 60 s, nothing cached. */
export async function benchFamilies(
  targets: readonly Target[],
  data: BenchData,
  runs: number,
  wanted: (query: string) => boolean,
): Promise<FamilyRow[]> {
  const rows: FamilyRow[] = [];
  for (const family of FAMILY_QUERIES.filter(({ family, name }) => wanted(`${family} ${name}`)))
    rows.push(await benchFamily(targets, family, data, runs));
  return rows;
}

async function benchFamily(
  targets: readonly Target[],
  { family, name, query, peers }: FamilyQuery,
  data: BenchData,
  runs: number,
): Promise<FamilyRow> {
  const pathOf = (target: Target): string =>
    rangePath(target === targets[0] ? query : (peers ?? query), data) + target.queryExtra;
  const answers = await Promise.all(
    targets.map((target) =>
      target.server.request('GET', pathOf(target)).then(
        ({ body }) => parseMatrix(body),
        () => null,
      ),
    ),
  );
  const [ours] = answers;
  if (ours === undefined || ours === null) throw new Error(`mytsdb refuses ${query}`);
  const answering = targets.filter((_, i) => answers[i] !== null);
  const medians = await measure(answering, pathOf, runs);
  const figures = targets.map((target) => medians[answering.indexOf(target)] ?? null);
  const points = ours.reduce((sum, { values }) => sum + values.length, 0);
  const peer = answers[1] ?? null;
  const differs = peer === null ? '' : compareAnswers(ours, peer).missing;
  console.log(`  ${family}: ${name} (${points} points): ${figures.map(milliseconds).join('  ')}`);
  return { family, name, points, figures, differs };
}

function rangePath(query: string, data: BenchData): string {
  const endMs = data.endMs - OFF_GRID_MS;
  const startMs = Math.max(endMs - HOURS_24_MS, data.startMs) + OFF_GRID_MS;
  return `/api/v1/query_range?query=${encodeURIComponent(query)}&start=${startMs / 1_000}&end=${endMs / 1_000}&step=60`;
}

/** Markdown: the slowest beside the last database first; those that it does not know come last. */
export function familyTable(names: readonly string[], rows: readonly FamilyRow[]): string[] {
  const last = names.length - 1;
  const sorted = [...rows].sort((a, b) => (ratio(a, last) ?? Infinity) - (ratio(b, last) ?? Infinity));
  const header = [
    'family',
    'query',
    ...names.map((name) => `${name}, ms`),
    ...names.slice(1).map((n) => `${n} / ours`),
  ];
  const lines = sorted.map((row) => [
    row.family,
    quoted(row.name),
    ...row.figures.map((figure) => (figure === null ? '-' : figure.toFixed(2))),
    ...names.slice(1).map((_, i) => shownRatio(ratio(row, i + 1))),
  ]);
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Markdown, a line per family: geometric means, and the query with the least ratio to the last database. */
export function familySummary(names: readonly string[], rows: readonly FamilyRow[]): string[] {
  const last = names.length - 1;
  const byFamily = Map.groupBy(rows, ({ family }) => family);
  const lines = Array.from(byFamily, ([family, members]) => {
    const ratios = names.slice(1).map((_, i) => known(members.map((row) => ratio(row, i + 1))));
    const [least] = members.toSorted((a, b) => (ratio(a, last) ?? Infinity) - (ratio(b, last) ?? Infinity));
    const means = ratios.map((values) => (values.length === 0 ? null : geometricMean(values)));
    return { family, members, means, least: least as FamilyRow };
  }).sort((a, b) => (a.means.at(-1) ?? Infinity) - (b.means.at(-1) ?? Infinity));
  const header = ['family', 'queries', ...names.slice(1).map((name) => `${name} / ours`), 'least', 'query'];
  const cells = lines.map(({ family, members, means, least }) => [
    family,
    `${members.length}`,
    ...means.map(shownRatio),
    shownRatio(ratio(least, last)),
    quoted(least.name),
  ]);
  return [header, header.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`);
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function quoted(query: string): string {
  return `\`${query.replaceAll('|', '\\|')}\``;
}

/** How many times longer database `i` takes; null where it does not know the query. */
export function ratio({ figures }: FamilyRow, i: number): number | null {
  const [ours, theirs] = [figures[0] ?? null, figures[i] ?? null];
  return i === 0 || ours === null || theirs === null ? null : theirs / ours;
}

function shownRatio(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(1)}x`;
}

function milliseconds(figure: number | null): string {
  return figure === null ? 'refused' : `${figure.toFixed(1)} ms`;
}
