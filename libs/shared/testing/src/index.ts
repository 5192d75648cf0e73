/** Test support: a clock and random numbers that are passed in. */
export { type Clock, type FakeClock, fakeClock } from './clock.ts';
export { type BriefFuzz, fuzzBriefly } from './fuzz/fuzz-briefly.ts';
export { type FuzzInputs, fuzzInputs } from './fuzz/fuzz-inputs.ts';
export { type FuzzRun, type FuzzTarget, INPUTS_PER_RUN, type Verdict } from './fuzz/fuzz-target.ts';
export { type Random, seededRandom } from './random.ts';
