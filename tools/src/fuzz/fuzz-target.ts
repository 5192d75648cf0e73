/** Runs one target for a time in child processes, and watches them: memory, silence, and how they end. */
import { mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Program, sourceProgram, spawnProgram } from '../workspace.ts';
import { POSITION_BYTES, type Problem, type Tally } from './child-messages.ts';
import type { FoundTarget } from './targets.ts';

export type Found = {
  readonly index: number;
  readonly kind: Problem['kind'] | 'death' | 'memory' | 'silence';
  readonly message: string;
};

export type FuzzResult = {
  readonly inputs: number;
  readonly accepted: number;
  readonly refused: number;
  readonly found: readonly Found[];
  /** Resident, of all child processes; and after the target's own inputs were read, before the first was decoded. MiB. */
  readonly peakMib: number;
};

export type FuzzOptions = {
  readonly seconds: number;
  readonly seed: number;
  /** Resident memory from which on a child is ended, MiB. */
  readonly maxMib: number;
  /** Number of the first input. */
  readonly from: number;
};

const CHILD: Program = {
  ...sourceProgram('tools', 'src', 'fuzz', 'child.ts'),
  nodeFlags: [...sourceProgram().nodeFlags, '--max-old-space-size=1024'],
};
const WATCH_MS = 50;
/** As long as that without another input, and the child is ended. */
const SILENCE_MS = 20_000;
/** Deaths after which the target is given up. */
const MAX_DEATHS = 20;

export async function fuzzTarget(target: FoundTarget, options: FuzzOptions): Promise<FuzzResult> {
  const sum = { inputs: 0, accepted: 0, refused: 0 };
  const found: Found[] = [];
  let peakMib = 0;
  let from = options.from;
  const end = performance.now() + 1_000 * options.seconds;
  for (let deaths = 0; deaths < MAX_DEATHS; deaths++) {
    const seconds = (end - performance.now()) / 1_000;
    if (seconds <= 0) break;
    const { tally, death, peak } = await runChild(target, { ...options, from, seconds });
    // Who dies has not told its last.
    sum.inputs += death === null ? tally.inputs : death.index - from + 1;
    sum.accepted += tally.accepted;
    sum.refused += tally.refused;
    found.push(...tally.problems);
    peakMib = Math.max(peakMib, peak);
    if (death === null) break;
    found.push(death);
    from = death.index + 1;
  }
  return { ...sum, found, peakMib };
}

type ChildResult = { tally: Tally; death: Found | null; peak: number };

async function runChild(
  { file: source, target }: FoundTarget,
  { seed, from, seconds, maxMib }: FuzzOptions,
): Promise<ChildResult> {
  const folder = mkdtempSync(join(tmpdir(), 'chimera-fuzz-'));
  const file = join(folder, 'position');
  writeFileSync(file, new Uint8Array(POSITION_BYTES));
  const child = spawnProgram(CHILD, [source, target.name, `${seed}`, `${from}`, `${seconds}`, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let tally: Tally = { inputs: 0, accepted: 0, refused: 0, problems: [], done: false };
  let said = '';
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    if (line.startsWith('{')) tally = JSON.parse(line) as Tally;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  let over = false;
  const exited = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => {
      over = true;
      resolve(signal ?? `exit code ${code}`);
    });
  });
  const position = openSync(file, 'r');
  let [index, movedAt, peak] = [from, performance.now(), 0];
  let ended: Pick<Found, 'kind' | 'message'> | null = null;
  while (!over) {
    await Promise.race([exited, sleep(WATCH_MS)]);
    const now = positionIn(position);
    if (now !== index) [index, movedAt] = [now, performance.now()];
    const mib = peakOf(child.pid ?? 0);
    peak = Math.max(peak, mib);
    if (over || ended !== null) continue;
    if (mib > maxMib) ended = { kind: 'memory', message: `${mib.toFixed(0)} MiB resident` };
    else if (performance.now() - movedAt > SILENCE_MS)
      ended = { kind: 'silence', message: `no end after ${SILENCE_MS / 1_000} s` };
    if (ended !== null) child.kill('SIGKILL');
  }
  const how = await exited;
  rmSync(folder, { recursive: true, force: true });
  if (tally.done) return { tally, death: null, peak };
  const { kind, message } = ended ?? { kind: 'death', message: `${how}: ${said.trim()}` };
  return { tally, death: { index, kind, message }, peak };
}

function positionIn(file: number): number {
  const bytes = new Uint8Array(POSITION_BYTES);
  readSync(file, bytes, 0, POSITION_BYTES, 0);
  return new DataView(bytes.buffer).getFloat64(0, true);
}

/** Resident memory at its peak, MiB; 0 where there is no /proc, and after the end. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}
