/** What one data set is: its size, its time range and its seed, all validated. */
import { seriesPerContainer } from './families/table.js';
/** Pods of the whole set. */
export function podCount(set) {
  return set.namespaces * set.services * set.podsPerService;
}
/** Series of the whole set. */
export function seriesCount(set) {
  return podCount(set) * set.containers * seriesPerContainer(set.metrics);
}
/** Samples of the whole set. */
export function sampleCount(set) {
  return seriesCount(set) * set.steps;
}
/** Time of step `step`, Unix milliseconds. */
export function stepTimeMs(set, step) {
  return (set.startSec + step * set.intervalSec) * 1000;
}
/** Time of the last sample, Unix seconds. */
export function endSec(set) {
  return set.startSec + (set.steps - 1) * set.intervalSec;
}
/** Where a set that ends at `atSec` begins: its end is floored to the interval. */
export function startFor(atSec, intervalSec, steps) {
  return Math.floor(atSec / intervalSec) * intervalSec - (steps - 1) * intervalSec;
}
