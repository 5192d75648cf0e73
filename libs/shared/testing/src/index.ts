/** Test support: a clock and random numbers that are passed in. */
export { type Clock, type FakeClock, fakeClock } from './clock.ts';
export { type Random, seededRandom } from './random.ts';
