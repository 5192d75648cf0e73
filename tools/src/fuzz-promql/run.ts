/** The run: data sets, queries over each, findings made small. */
import { type Random, seededRandom } from '@chimera/testing';
import type { DataSet, When } from './case.ts';
import { DATA_SPAN_MS, randomDataSet } from './data-set.ts';
import { engineOptions, type Feature } from './features.ts';
import { createQueryGenerator } from './generate-query.ts';
import type { Finding } from './known-differences.ts';
import type { Outcome } from './outcome.ts';
import type { Reference } from './reference.ts';
import { findingScript } from './script.ts';
import { shrink } from './shrink.ts';
import { createSides } from './sides.ts';

export type FuzzOptions = {
  readonly queries: number;
  readonly seed: number;
  readonly features: readonly Feature[];
  readonly histograms: boolean;
  readonly maxFindings: number;
  readonly log: (line: string) => void;
};

export type FuzzReport = {
  readonly queries: number;
  readonly seconds: number;
  /** Answers of Prometheus by kind: how much the queries exercise. */
  readonly counts: Readonly<Record<'filled' | 'empty' | 'failed', number>>;
  readonly known: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
};

const QUERIES_PER_DATA_SET = 500;
const MAX_SHRINK_TRIES = 2_000;
const PROGRESS_EVERY = 10_000;

export async function fuzz(reference: Reference, options: FuzzOptions): Promise<FuzzReport> {
  const { queries, seed, features, histograms, maxFindings, log } = options;
  const sides = createSides(reference, features);
  const parseOptions = engineOptions(features);
  const counts = { filled: 0, empty: 0, failed: 0 };
  const known = new Map<string, number>();
  const findings: Finding[] = [];
  const startedMs = performance.now();
  let data: DataSet = [];
  let random = seededRandom(seed);
  let done = 0;
  for (; done < queries && findings.length < maxFindings; done++) {
    // Each data set starts a sequence of its own, so that a finding does not shift what comes after it.
    if (done % QUERIES_PER_DATA_SET === 0) {
      random = seededRandom(seed + done);
      data = randomDataSet(random, histograms);
    }
    const generator = createQueryGenerator(random, { features, histograms });
    const when = randomTimes(random);
    const query = when.stepMs === 0 ? generator.query() : generator.plottable();
    const comparison = await sides.run({ data, query, when });
    counts[kindOf(comparison.reference)]++;
    if (comparison.known !== null) known.set(comparison.known.name, (known.get(comparison.known.name) ?? 0) + 1);
    else if (comparison.finding !== null) {
      log(`\nQuery ${done + 1}: ${query}\n${comparison.finding.difference.text}\nMaking it small ...`);
      const small = await shrink(comparison.finding, { sides, parseOptions, maxTries: MAX_SHRINK_TRIES });
      findings.push(small);
      log(`\n${findingScript(small, features)}`);
    }
    if ((done + 1) % PROGRESS_EVERY === 0) log(`${done + 1} queries, ${findings.length} findings`);
  }
  return { queries: done, seconds: (performance.now() - startedMs) / 1000, counts, known, findings };
}

export function formatReport(report: FuzzReport, { seed }: FuzzOptions): string {
  const { counts, known, findings } = report;
  return [
    `${report.queries} queries with seed ${seed} in ${report.seconds.toFixed(0)} s: ${findings.length} findings`,
    `Prometheus answered ${counts.filled} with series, ${counts.empty} with none, ${counts.failed} with an error`,
    ...[...known].map(([name, count]) => `${count} times the known difference ${name}`),
  ].join('\n');
}

/** Instant or range, mostly inside of the data, now and then off whole seconds. */
function randomTimes(random: Random): When {
  const ragged = random.next() < 0.2 ? random.int(0, 999) : 0;
  const startMs = Math.floor((random.next() * DATA_SPAN_MS * 1.1) / 1000) * 1000 + ragged;
  if (random.next() < 0.5) return { startMs, endMs: startMs, stepMs: 0 };
  const stepMs = random.pick([1_000, 5_000, 15_000, 15_000, 30_000, 60_000, 300_000, 12_345]);
  return { startMs, endMs: startMs + random.int(0, 30) * stepMs + random.int(0, 1) * 500, stepMs };
}

function kindOf(outcome: Outcome): 'filled' | 'empty' | 'failed' {
  if (outcome.kind === 'error') return 'failed';
  return outcome.series.length > 0 || outcome.type === 'string' ? 'filled' : 'empty';
}
