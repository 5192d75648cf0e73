/** Medians of repeated requests, the databases taking turns so that a slow moment of the machine hits all. */
import type { BenchServer } from './server.ts';

export type Target = { readonly server: BenchServer; readonly queryExtra: string };

/** Median milliseconds per target, after one unmeasured round. */
export async function measure(
  targets: readonly Target[],
  pathOf: (target: Target) => string,
  rounds: number,
): Promise<number[]> {
  const times = targets.map(() => [] as number[]);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, target] of targets.entries()) {
      const { ms } = await target.server.request('GET', pathOf(target));
      if (round > 0) times[i]?.push(ms);
    }
  }
  return times.map(median);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
