/**
 * A fuzzing child: decodes inputs of one target until its time is over. A process of its own, because a native decoder
 * may take it down, and memory is watched from outside.
 *
 * Usage: child.ts FILE TARGET SEED FROM SECONDS POSITION_FILE
 */
import { openSync, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fuzzInputs, INPUTS_PER_RUN } from '@chimera/testing';
import { HANG_MS, POSITION_BYTES, type Problem } from './child-messages.ts';
import { targetsIn } from './targets.ts';

const [file = '', name = '', seed = '1', from = '0', seconds = '1', positionFile = ''] = process.argv.slice(2);
const target = (await targetsIn(file)).map((one) => one.target).find((one) => one.name === name);
if (target === undefined) throw new Error(`no target ${name} in ${file}`);

const inputs = fuzzInputs(target, Number(seed));
const tally = { accepted: 0, refused: 0 };
const problems: Problem[] = [];
const position = openSync(positionFile, 'r+');
const INPUTS_PER_TURN = 50;
const bytes = new Uint8Array(POSITION_BYTES);
const number = new DataView(bytes.buffer);
let index = Number(from);
let tried = 0;

const report = (done: boolean): void => writeLine(JSON.stringify({ inputs: tried, ...tally, problems, done }));
const crashed = (error: unknown): void => {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // One per place is enough.
  const place = placeOf(message);
  if (!problems.some((one) => one.kind === 'crash' && placeOf(one.message) === place))
    problems.push({ index, kind: 'crash', message });
};
// What a decoder throws when nobody waits for it any more.
process.on('uncaughtException', crashed);
process.on('unhandledRejection', crashed);

const end = performance.now() + 1_000 * Number(seconds);
let reported = performance.now();
let decoder = await target.open();
for (let now = reported; now < end; index++) {
  if (tried > 0 && tried % INPUTS_PER_RUN === 0) {
    decoder.close?.();
    decoder = await target.open();
  }
  number.setFloat64(0, index, true);
  writeSync(position, bytes, 0, POSITION_BYTES, 0);
  const input = inputs(index);
  const usage = process.cpuUsage();
  try {
    tally[await decoder.run(input)]++;
  } catch (error) {
    crashed(error);
  }
  tried++;
  // What decoders leave for later gets its turn.
  if (tried % INPUTS_PER_TURN === 0) await nextTurn();
  const after = performance.now();
  if (after - now > HANG_MS) {
    const { user, system } = process.cpuUsage(usage);
    const ms = (user + system) / 1_000;
    if (ms > HANG_MS) problems.push({ index, kind: 'hang', message: `${ms.toFixed(0)} ms of processor time` });
  }
  if (after - reported > 1_000) {
    reported = after;
    report(false);
  }
  now = after;
}
await nextTurn();
decoder.close?.();
report(true);
process.exit();

function writeLine(line: string): void {
  writeSync(1, `${line}\n`);
}

/** Message and first place of a stack. */
function placeOf(stack: string): string {
  const lines = stack.split('\n');
  return `${lines[0]?.replace(/\d+/g, 'N')} ${lines.find((line) => line.trimStart().startsWith('at '))}`;
}
