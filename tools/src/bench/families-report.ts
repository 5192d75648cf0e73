/** The bench of families and explosions as a whole: run, kept in a file, shown in the README. */
import { type Circumstances, circumstances, sayCircumstances } from './circumstances.ts';
import { makeData } from './data.ts';
import { type ExplosionRow, explosionTable, measureExplosions } from './explosions.ts';
import { benchFamilies, type FamilyRow, familySummary, familyTable, ratio } from './families.ts';
import { fillAll, installedPeers } from './fill.ts';
import type { Target } from './measure.ts';
import { mytsdb } from './peers.ts';

export type FamiliesReport = Circumstances & {
  readonly rows: readonly FamilyRow[];
  readonly explosions: readonly ExplosionRow[];
};

/** `query`: only families and queries whose name contains it; the explosions run when it is empty or 'explosions'. */
export async function runFamilies(runs: number, withPeers: boolean, query: string): Promise<FamiliesReport> {
  console.log('Making the data set ...');
  const data = makeData(Date.now() / 1_000);
  const peers = withPeers ? installedPeers() : [];
  const targets: Target[] = [];
  try {
    await fillAll(await mytsdb('--enable-feature', 'promql-experimental-functions'), peers, data, targets);
    const rows = await benchFamilies(targets, data, runs, (name) => name.includes(query));
    const [ours] = targets as [Target];
    const explosions = query === '' || query === 'explosions' ? await measureExplosions(ours.server, data) : [];
    return { ...circumstances(data, peers), rows, explosions };
  } finally {
    for (const { server } of targets) await server.stop();
  }
}

/** Markdown: for the README a line per family and the queries that the last database answers sooner; else all queries. */
export function familiesSection(report: FamiliesReport, all: boolean): string {
  const names = report.databases.map(({ name }) => name);
  const verdicts = names.slice(1).map((name, i) => {
    const ratios = report.rows.map((row) => ratio(row, i + 1)).filter((value) => value !== null);
    const slower = ratios.filter((value) => value < 1).length;
    return `Of ${ratios.length} queries that ${name} knows, it answers ${slower} sooner than MyTSDB.`;
  });
  const shown = report.rows.filter((row) => all || (ratio(row, names.length - 1) ?? 1) < 1);
  return [
    sayCircumstances(report),
    ['Medians of range queries over 24 h at 60 s, whole HTTP requests, nothing cached.', ...verdicts].join(' '),
    '',
    ...(names.length > 1 ? familySummary(names, report.rows) : []),
    '',
    ...(shown.length > 0 ? familyTable(names, shown) : []),
    ...(report.explosions.length === 0
      ? []
      : ['', 'Queries that would explode:', '', ...explosionTable(report.explosions)]),
  ].join('\n');
}
