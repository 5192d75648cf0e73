/** The bench's result: what is saved, and how it is printed. Figures are medians, in the order of `databases`. */
import type { Circumstances } from './circumstances.ts';

export type ReportRow = {
  readonly kind: 'range' | 'instant' | 'other';
  readonly name: string;
  readonly unit: 'ms' | 's' | 'MiB';
  readonly figures: readonly number[];
  /** Points in the answer. */
  readonly points?: number;
};

export type Report = Circumstances & {
  readonly rows: ReportRow[];
  /** Of each database's time over ours, by kind of query. */
  geometricMeans: { kind: string; ratios: number[] }[];
  /** Where answers differ. */
  readonly notes: string[];
};

/** The table as lines of Markdown: the README takes it as it is. */
export function reportTable(report: Report): string[] {
  const others = report.databases.slice(1);
  const header = [
    'measure',
    ...report.databases.map(({ name }) => name),
    ...others.map(({ name }) => `${name} / ours`),
  ];
  const rows = report.rows.map(({ name, unit, figures, points }) => [
    `${name}${points === undefined ? '' : ` (${points.toLocaleString('en-US')} points)`}, ${unit}`,
    ...figures.map(shown),
    ...figures.slice(1).map((figure) => `${(figure / (figures[0] ?? Number.NaN)).toFixed(1)}x`),
  ]);
  const means = report.geometricMeans
    .filter(({ ratios }) => ratios.every(Number.isFinite))
    .map(({ kind, ratios }) => [
      `**${kind} queries, geometric mean**`,
      ...report.databases.map(() => ''),
      ...ratios.slice(1).map((ratio) => `**${ratio.toFixed(1)}x**`),
    ]);
  return [header, header.map(() => '---'), ...rows, ...means].map((cells) => `| ${cells.join(' | ')} |`);
}

export function printReport(report: Report): void {
  console.log(
    `\n${report.samples.toLocaleString('en-US')} samples in ${report.series.toLocaleString('en-US')} series; ${report.machine}; ${report.date}`,
  );
  for (const { name, version } of report.databases) console.log(`  ${name}: ${version}`);
  console.log(`\n${reportTable(report).join('\n')}\n`);
  for (const note of report.notes) console.log(`  differs: ${note}`);
}

function shown(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure >= 10 ? figure.toFixed(1) : figure.toFixed(2);
}
