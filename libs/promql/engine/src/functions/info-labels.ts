/** The labels that a series gets from the info series about its target. */
import { type Labels, labelPairs, labelsFrom, labelsKey, METRIC_NAME } from '@chimera/tsdb-model';
import type { InfoTrack } from './info-series.ts';

/** What becomes of a series at some steps. */
export type Enrichment =
  | { readonly kind: 'labels'; readonly labels: Labels }
  | { readonly kind: 'dropped' }
  /** Fails when the series has a sample at such a step. */
  | { readonly kind: 'error'; readonly message: string };

/** Runs of steps at which the same info series hold. */
export type InfoPhases = {
  /** By step, an index in `infos`. */
  readonly phaseOf: Int32Array;
  /** The labels of the info series that hold, one per info metric that has one. */
  readonly infos: readonly (readonly Labels[])[];
};

export function infoPhases(tracks: readonly InfoTrack[], count: number): InfoPhases {
  const phaseOf = new Int32Array(count);
  const infos: Labels[][] = [];
  const known = new Map<string, number>();
  let before: readonly (Labels | null)[] | null = null;
  for (let k = 0; k < count; k++) {
    const here = tracks.map(({ labels }) => labels[k] as Labels | null);
    if (before !== null && here.every((labels, i) => labels === before?.[i])) {
      phaseOf[k] = phaseOf[k - 1] as number;
      continue;
    }
    before = here;
    const key = JSON.stringify(here.map((labels) => labels && labelsKey(labels)));
    let phase = known.get(key);
    if (phase === undefined) {
      phase = infos.length;
      known.set(key, phase);
      infos.push(here.filter((labels) => labels !== null));
    }
    phaseOf[k] = phase;
  }
  return { phaseOf, infos };
}

/** `wanted`: the labels to add, null: all. `mayLackInfo`: whether a series without info series stays. */
export function enrich(
  base: Labels,
  infos: readonly Labels[],
  wanted: ReadonlySet<string> | null,
  mayLackInfo: boolean,
): Enrichment {
  if (infos.length === 0) return mayLackInfo ? { kind: 'labels', labels: base } : { kind: 'dropped' };
  const own = new Set(labelPairs(base).map(([name]) => name));
  const added = new Map<string, string>();
  for (const info of infos) {
    for (const [name, value] of labelPairs(info)) {
      if (name === METRIC_NAME || (wanted !== null && !wanted.has(name))) continue;
      const known = added.get(name);
      if (known !== undefined && known !== value) return { kind: 'error', message: `conflicting label: ${name}` };
      if (!own.has(name)) added.set(name, value);
    }
  }
  if (added.size === 0) return { kind: 'labels', labels: base };
  return { kind: 'labels', labels: labelsFrom([...labelPairs(base), ...added]) };
}
