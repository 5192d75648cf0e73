/** One metric of one resource: what all its data points share. */
import type { MetricType } from '@chimera/tsdb-model';
import type { MetricKind } from './naming/metric-name.ts';
import type { ResourceContext } from './resource.ts';

export type MetricStream = {
  /** Tells the points of this stream from those of others with equal attributes. */
  readonly id: number;
  readonly resource: ResourceContext;
  /** As Prometheus names it. */
  readonly name: string;
  /** Its values count since a start time that its points tell. */
  readonly counts: boolean;
};

export const METADATA_TYPES: Readonly<Record<MetricKind, MetricType>> = {
  gauge: 'gauge',
  sum: 'gauge',
  counter: 'counter',
  histogram: 'histogram',
  exponential_histogram: 'histogram',
  summary: 'summary',
};
