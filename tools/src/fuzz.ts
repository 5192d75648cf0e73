/** `npm run fuzz`: long runs of the fuzz targets of every decoder of outside bytes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type FuzzTarget, fuzzInputs } from '@chimera/testing';
import { complain } from './complain.ts';
import { type Found, type FuzzResult, fuzzTarget } from './fuzz/fuzz-target.ts';
import { allTargets, type FoundTarget } from './fuzz/targets.ts';
import { inRepo } from './workspace.ts';

const HELP = `Usage: npm run fuzz [-- flags]

Feeds every decoder of bytes from outside with damaged inputs, made of recordings of real clients, in processes of
their own whose memory and silence are watched. Reports for each: inputs, accepted, refused, what was found (crashes,
inputs that take more than a second, deaths, memory), and its peak memory. Inputs that found something are saved.

  --minutes N      for all decoders together (default 5)
  --decoder NAME   this one only; several are separated by commas
  --seed N         other inputs (default: made of the date)
  --replay FILE    decode a saved input, once, and print what comes of it; needs --decoder
  --max-memory N   MiB of one process from which on an input counts as found (default 1000)
  --save           write docs/measured/fuzz.txt
  --list           the names
  --help           this text`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '5' },
      decoder: { type: 'string' },
      seed: { type: 'string', default: `${Math.floor(Date.now() / 86_400_000)}` },
      replay: { type: 'string' },
      'max-memory': { type: 'string', default: '1000' },
      save: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const all = await allTargets();
  if (values.list) {
    for (const { target } of all) console.log(`  ${target.name.padEnd(18)} ${target.says}`);
    return 0;
  }
  const targets = chosen(all, values.decoder);
  if (values.replay !== undefined) return await replay(targets, values.replay);
  const minutes = positive('--minutes', values.minutes);
  const seed = positive('--seed', values.seed);
  const seconds = (60 * minutes * LANES) / targets.length;
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
    console.log(line);
  };
  say(`fuzz: ${minutes} min for ${targets.length} decoders, seed ${seed}, ${new Date().toISOString().slice(0, 10)}`);
  say(
    `${'decoder'.padEnd(18)} ${'inputs'.padStart(10)} ${'accepted'.padStart(10)} ${'refused'.padStart(10)}  found  peak MiB`,
  );
  const waiting = [...targets];
  const total = { inputs: 0, found: 0, peakMib: 0 };
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const options = { seconds, seed, from: 0, maxMib: positive('--max-memory', values['max-memory']) };
      const result = await fuzzTarget(one, options);
      say(row(one.target.name, result));
      for (const found of result.found) say(describe(one.target, seed, found));
      total.inputs += result.inputs;
      total.found += result.found.length;
      total.peakMib = Math.max(total.peakMib, result.peakMib);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  say(
    `${total.inputs.toLocaleString('en-US')} inputs, ${total.found} found, peak memory of a process ${total.peakMib.toFixed(0)} MiB`,
  );
  if (values.save) {
    mkdirSync(inRepo('docs', 'measured'), { recursive: true });
    writeFileSync(inRepo('docs', 'measured', 'fuzz.txt'), `${lines.join('\n')}\n`);
  }
  return total.found > 0 ? 1 : 0;
}

/** Decoders at a time. */
const LANES = Math.max(1, availableParallelism() - 1);

function chosen(all: readonly FoundTarget[], names: string | undefined): readonly FoundTarget[] {
  if (names === undefined) return all;
  return names.split(',').map((name) => {
    const found = all.find(({ target }) => target.name === name);
    if (found !== undefined) return found;
    throw new Error(`no decoder '${name}'; there are: ${all.map(({ target }) => target.name).join(', ')}`);
  });
}

function row(name: string, { inputs, accepted, refused, found, peakMib }: FuzzResult): string {
  const number = (value: number): string => value.toLocaleString('en-US').padStart(10);
  return `${name.padEnd(18)} ${number(inputs)} ${number(accepted)} ${number(refused)} ${String(found.length).padStart(6)} ${peakMib.toFixed(0).padStart(9)}`;
}

/** Saves the input and says how to see it again. */
function describe(target: FuzzTarget, seed: number, { index, kind, message }: Found): string {
  const folder = inRepo('.chimera', 'fuzz');
  mkdirSync(folder, { recursive: true });
  const name = `${target.name}-${seed}-${index}.bin`;
  writeFileSync(inRepo('.chimera', 'fuzz', name), fuzzInputs(target, seed)(index));
  const text = message.split('\n').slice(0, 6).join('\n      ');
  return `  ${kind}, input ${index}: ${text}\n      npm run fuzz -- --decoder ${target.name} --replay .chimera/fuzz/${name}`;
}

async function replay([found, ...others]: readonly FoundTarget[], file: string): Promise<number> {
  if (found === undefined || others.length > 0) throw new Error('--replay needs the one --decoder of the input');
  const { target } = found;
  const decoder = await target.open();
  const started = performance.now();
  const verdict = await decoder.run(readFileSync(file));
  console.log(`${target.name}: ${verdict} after ${(performance.now() - started).toFixed(1)} ms`);
  decoder.close?.();
  return 0;
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`${flag} takes a number above 0; got '${text}'`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = complain('fuzz', error);
}
process.exit();
