/** The one ordered table of the data set's 100 families (189 series per container). */
import { invariant } from '@chimera/errors';
import type { MetricMetadata } from '@chimera/tsdb-model';
import { CONTAINER_FAMILIES, MORE_CONTAINER_FAMILIES } from './container.ts';
import type { Family, FamilySeries } from './family.ts';
import { HTTP_FAMILIES, MORE_HTTP_FAMILIES } from './http.ts';
import { KUBE_FAMILIES, MORE_KUBE_FAMILIES } from './kube.ts';
import { MORE_NODE_FAMILIES, NODE_FAMILIES } from './node.ts';
import { MORE_PROCESS_FAMILIES, PROCESS_FAMILIES } from './process.ts';

/** Families in the order in which `--metrics` takes them: the first 56 are the default of 90 series. */
export const FAMILIES: readonly Family[] = [
  ...CONTAINER_FAMILIES,
  ...NODE_FAMILIES,
  ...HTTP_FAMILIES,
  ...KUBE_FAMILIES,
  ...PROCESS_FAMILIES,
  ...MORE_CONTAINER_FAMILIES,
  ...MORE_KUBE_FAMILIES,
  ...MORE_NODE_FAMILIES,
  ...MORE_HTTP_FAMILIES,
  ...MORE_PROCESS_FAMILIES,
];

/** Series per container, all families taken. */
export const MAX_SERIES_PER_CONTAINER = FAMILIES.reduce((sum, family) => sum + family.series.length, 0);

/** All series of a container in table order, each with its family; the position is the *series index*. */
export const ALL_SERIES: readonly (FamilySeries & { readonly family: Family })[] = FAMILIES.flatMap((family) =>
  family.series.map((series) => ({ ...series, family })),
);

const FIRST_INDEX: ReadonlyMap<string, number> = firstIndexes();

/** The series index of the first series of a family. A name that is not in the table is a mistake of ours. */
export function firstSeriesOf(familyName: string): number {
  const index = FIRST_INDEX.get(familyName);
  invariant(index !== undefined, `BUG: the data set has no family ${familyName}`);
  return index;
}

/** Whole families in table order while their series stay at or below `metrics`. */
export function familiesFor(metrics: number): readonly Family[] {
  const taken: Family[] = [];
  let total = 0;
  for (const family of FAMILIES) {
    total += family.series.length;
    if (total > metrics) break;
    taken.push(family);
  }
  return taken;
}

/** Series per container that `--metrics` really gives: whole families only. */
export function seriesPerContainer(metrics: number): number {
  return familiesFor(metrics).reduce((sum, family) => sum + family.series.length, 0);
}

/** Metadata of the families that `metrics` takes, by family name: what `/api/v1/metadata` shows. */
export function metadataFor(metrics: number): Readonly<Record<string, MetricMetadata>> {
  return Object.fromEntries(familiesFor(metrics).map((family) => [family.name, family.metadata]));
}

function firstIndexes(): Map<string, number> {
  const indexes = new Map<string, number>();
  let next = 0;
  for (const family of FAMILIES) {
    indexes.set(family.name, next);
    next += family.series.length;
  }
  return indexes;
}
