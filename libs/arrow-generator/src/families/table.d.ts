/** The one ordered table of the data set's 100 families (189 series per container). */
import type { MetricMetadata } from '@chimera/tsdb-model';
import type { Family, FamilySeries } from './family.ts';
/** Families in the order in which `--metrics` takes them: the first 56 are the default of 90 series. */
export declare const FAMILIES: readonly Family[];
/** Series per container, all families taken. */
export declare const MAX_SERIES_PER_CONTAINER: number;
/** All series of a container in table order, each with its family; the position is the *series index*. */
export declare const ALL_SERIES: readonly (FamilySeries & {
  readonly family: Family;
})[];
/** The series index of the first series of a family. A name that is not in the table is a mistake of ours. */
export declare function firstSeriesOf(familyName: string): number;
/** Whole families in table order while their series stay at or below `metrics`. */
export declare function familiesFor(metrics: number): readonly Family[];
/** Series per container that `--metrics` really gives: whole families only. */
export declare function seriesPerContainer(metrics: number): number;
/** Metadata of the families that `metrics` takes, by family name: what `/api/v1/metadata` shows. */
export declare function metadataFor(metrics: number): Readonly<Record<string, MetricMetadata>>;
//# sourceMappingURL=table.d.ts.map
