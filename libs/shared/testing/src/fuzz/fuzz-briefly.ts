/** A short run of a fuzz target, for tests; `npm run fuzz` is the long one. */
import { fuzzInputs } from './fuzz-inputs.ts';
import { type FuzzRun, type FuzzTarget, INPUTS_PER_RUN, type Verdict } from './fuzz-target.ts';

export type BriefFuzz = Readonly<Record<Verdict, number>>;

const INPUTS = 2_000;
/** Also on a machine that is busy with other things. */
const LEAST_INPUTS = 100;
const LIMIT_MS = 1_000;

/**
 * Tries the target's own inputs and then made ones: 2,000 in all, or what a second has time for. Throws an Error that
 * names the input when the decoder throws, accepts what it must refuse, or refuses what it must accept.
 */
export async function fuzzBriefly(target: FuzzTarget, { seed = 1 } = {}): Promise<BriefFuzz> {
  const inputs = fuzzInputs(target, seed);
  const valid = target.corpus().length;
  const given = valid + (target.hostile?.().length ?? 0);
  const tally = { accepted: 0, refused: 0 };
  const deadline = performance.now() + LIMIT_MS;
  let decoder: FuzzRun = await target.open();
  try {
    const least = given + LEAST_INPUTS;
    for (let index = 0; index < given + INPUTS && (index < least || performance.now() < deadline); index++) {
      if (index > given && index % INPUTS_PER_RUN === 0) {
        decoder.close?.();
        decoder = await target.open();
      }
      const input = inputs(index);
      const verdict = await verdictOf(target, decoder, input, `input ${index} of seed ${seed}`);
      tally[verdict]++;
      if (index < given) expectVerdict(target, index, verdict, index < valid ? 'accepted' : 'refused');
    }
    // What came between has left nothing behind.
    for (let index = 0; index < valid; index++) {
      expectVerdict(target, index, await verdictOf(target, decoder, inputs(index), `input ${index}`), 'accepted');
    }
  } finally {
    decoder.close?.();
  }
  return tally;
}

async function verdictOf(target: FuzzTarget, decoder: FuzzRun, input: Uint8Array, which: string): Promise<Verdict> {
  try {
    return await decoder.run(input);
  } catch (cause) {
    const start = Buffer.from(input.subarray(0, 2_000)).toString('base64');
    throw new Error(`${target.name} threw on ${which}, ${input.length} bytes, base64 ${start}: ${String(cause)}`, {
      cause,
    });
  }
}

function expectVerdict({ name }: FuzzTarget, index: number, verdict: Verdict, wanted: Verdict): void {
  if (verdict !== wanted) throw new Error(`${name}: its own input ${index} is ${verdict}, and must be ${wanted}`);
}
