/** Weighted choices of a generator. */
import type { Random } from '@chimera/testing';

export type Choice<T> = readonly [weight: number, make: () => T];

/** Runs one of the choices; those of weight 0 never. */
export function choose<T>(random: Random, choices: readonly Choice<T>[]): T {
  let left = random.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, make] of choices) {
    left -= weight;
    if (left < 0) return make();
  }
  return (choices.at(-1) as Choice<T>)[1]();
}

export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** Up to `most` different elements, in random order. */
export function some<T>(random: Random, items: readonly T[], most: number): T[] {
  const left = [...items];
  return Array.from({ length: random.int(0, Math.min(most, left.length)) }, () =>
    left.splice(random.int(0, left.length - 1), 1),
  ).flat();
}
