/** What one data set is: its size, its time range and its seed, all validated. */
import { seriesPerContainer } from './families/table.ts';

export type DataSet = {
  readonly regions: number;
  /** Per region. */
  readonly zones: number;
  readonly clusters: number;
  readonly nodes: number;
  readonly namespaces: number;
  /** Per namespace. */
  readonly services: number;
  readonly podsPerService: number;
  /** Per pod. */
  readonly containers: number;
  /** Series per container, at most; whole families are taken. */
  readonly metrics: number;
  /** Time of the first sample, Unix seconds, a multiple of the interval. */
  readonly startSec: number;
  readonly intervalSec: number;
  /** Samples per series. */
  readonly steps: number;
  /** 32 bits, unsigned. */
  readonly randomSeed: number;
  /** Anomalies to plant. */
  readonly anomalies: number;
};

/** Pods of the whole set. */
export function podCount(set: DataSet): number {
  return set.namespaces * set.services * set.podsPerService;
}

/** Series of the whole set. */
export function seriesCount(set: DataSet): number {
  return podCount(set) * set.containers * seriesPerContainer(set.metrics);
}

/** Samples of the whole set. */
export function sampleCount(set: DataSet): number {
  return seriesCount(set) * set.steps;
}

/** Time of step `step`, Unix milliseconds. */
export function stepTimeMs(set: DataSet, step: number): number {
  return (set.startSec + step * set.intervalSec) * 1000;
}

/** Time of the last sample, Unix seconds. */
export function endSec(set: DataSet): number {
  return set.startSec + (set.steps - 1) * set.intervalSec;
}

/** Where a set that ends at `atSec` begins: its end is floored to the interval. */
export function startFor(atSec: number, intervalSec: number, steps: number): number {
  return Math.floor(atSec / intervalSec) * intervalSec - (steps - 1) * intervalSec;
}
