/** Native histograms as the API prints them, against the observations that were made. */
import { expectEqual } from '../expect-equal.ts';

/** Which ends of a bucket belong to it, as the API counts the kinds: open left, open right, open both, closed both. */
const CONTAINS: readonly ((value: number, left: number, right: number) => boolean)[] = [
  (value, left, right) => value > left && value <= right,
  (value, left, right) => value >= left && value < right,
  (value, left, right) => value > left && value < right,
  (value, left, right) => value >= left && value <= right,
];

type ApiHistogram = {
  readonly count: string;
  readonly sum: string;
  readonly buckets: readonly (readonly [number, string, string, string])[];
};

/** Throws an Error unless count and sum are right, and each bucket counts the observations between its bounds. `json`: as the API gave it. */
export function expectBuckets(what: string, json: string | undefined, observations: readonly number[]): void {
  if (json === undefined) throw new Error(`${what}: there is no such sample`);
  const { count, sum, buckets } = JSON.parse(json) as ApiHistogram;
  expectEqual(`${what}, count`, Number(count), observations.length);
  const total = observations.reduce((all, value) => all + value, 0);
  expectEqual(`${what}, sum`, Number(sum), total);
  const wanted = buckets.map(([kind, left, right]) => {
    const contains = CONTAINS[kind] as (typeof CONTAINS)[number];
    return observations.filter((value) => contains(value, Number(left), Number(right))).length;
  });
  expectEqual(
    `${what}, buckets`,
    buckets.map(([, , , inBucket]) => Number(inBucket)),
    wanted,
  );
  expectEqual(
    `${what}, observations in buckets`,
    wanted.reduce((all, one) => all + one, 0),
    observations.length,
  );
}
