/** The whole program but its flags and signals, against a real Flight server over the reference storage. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataSet, PRESETS, Simulation, sampleCount, startFor, stepTimeMs } from '@chimera/arrow-generator';
import { createFlightClient } from '@chimera/ingest-flight';
import { type FakeClock, fakeClock } from '@chimera/testing';
import { SampleBuffer } from '@chimera/tsdb-storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GeneratorError } from './generator-error.ts';
import type { Options } from './options.ts';
import { createPause, type Pause, Stopped } from './pause.ts';
import { run } from './run.ts';
import { startTestServer, type TestServer } from './testing-server.ts';

const set: DataSet = {
  ...PRESETS.small,
  clusters: 3,
  nodes: 3,
  namespaces: 1,
  services: 3,
  podsPerService: 1,
  metrics: 97,
  startSec: startFor(1_789_560_000, 15, 20),
  steps: 20,
  randomSeed: 1,
  anomalies: 0,
};
const SERIES = 3 * 2 * 97;
const UNTIL = { minMs: -1e15, maxMs: 1e15 };

let folder: string;
let readyFile: string;
let server: TestServer;
let clock: FakeClock;
let output: string;
let stop: AbortController;
const stopped: Promise<unknown>[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'generator-'));
  readyFile = join(folder, 'seed_done');
  clock = fakeClock(1_789_560_000_000);
  output = '';
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await Promise.allSettled(stopped.splice(0));
  server.stop();
  rmSync(folder, { recursive: true });
});

function start(changes: Partial<Options> = {}): Promise<void> {
  const anomaliesFile = join(folder, 'anomalies.json');
  const options: Options = {
    set,
    preset: 'small',
    follow: false,
    target: `127.0.0.1:${server.port}`,
    tlsAuthorities: undefined,
    bearerToken: undefined,
    readyFile,
    anomaliesFile,
    waitSec: 20,
    ...changes,
  };
  const client = createFlightClient(options.target);
  const { signal } = stop;
  const terminal = { isTTY: false, write: (text: string) => void (output += text) };
  // The clock stands still between the tests' own moves, so nothing is worth waiting long for.
  const pause: Pause = (ms) => createPause(signal)(Math.min(ms, 50));
  const running = run(options, { client, clock, pause, signal, terminal }).finally(() => client.close());
  stopped.push(running);
  running.catch(() => {});
  return running;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain; output:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Samples per series, and the time of the newest. */
async function stored(): Promise<{ series: number; perSeries: number; newestMs: number; values: number[][] }> {
  const found = await server.storage.querier().select([], UNTIL);
  const buffer = new SampleBuffer();
  const values = found.labels.map((_, i) => {
    found.read(i, UNTIL, buffer);
    return [...buffer.values.subarray(0, buffer.count)];
  });
  return {
    series: values.length,
    perSeries: Math.min(...values.map(({ length }) => length)),
    newestMs: buffer.timestamps[buffer.count - 1] ?? 0,
    values,
  };
}

describe('seeding', () => {
  it('sends all samples, says before and after what it does, and completes the seed', async () => {
    server = await startTestServer();
    await start();
    expect(await stored()).toMatchObject({ series: SERIES, perSeries: 20, newestMs: 1_789_560_000_000 });
    expect(output).toContain(`${SERIES} series, 11,640 samples`);
    expect(output).toContain('the server acknowledged 11,640 samples (0 rejected)');
    expect(server.actions).toEqual(['stats', 'seed_complete', 'stats']);
    expect(server.puts).toEqual([{ expected_samples: sampleCount(set) }]);
    expect(JSON.parse(readFileSync(readyFile, 'utf8'))).toMatchObject({ startToken: 'token-1', steps: 20 });
  });

  it('refuses a set over the limit of the server before it sends anything', async () => {
    server = await startTestServer({ maxMemoryBytes: 10_000 });
    await expect(start()).rejects.toMatchObject({
      type: 'too_large',
      message: expect.stringContaining('--max-memory'),
    });
    expect(server.puts).toEqual([]);
  });

  it('says how to go on when nobody answers', async () => {
    server = await startTestServer();
    server.stop();
    const failure = (await start({ waitSec: 1 }).catch((error: unknown) => error)) as GeneratorError;
    expect(failure.type).toBe('unreachable');
    expect(failure.message).toMatch(/no Arrow Flight at 127\.0\.0\.1:\d+ after 1 s .*npm start.*--target/);
  });

  it('fails when the server holds other values', async () => {
    server = await startTestServer();
    await start();
    const earlier = { ...set, startSec: set.startSec - 15 };
    await expect(start({ set: earlier })).rejects.toMatchObject({
      type: 'rejected',
      message: expect.stringContaining('duplicate_timestamp'),
    });
    expect(server.actions.filter((name) => name === 'seed_complete')).toHaveLength(1);
  });

  it('starts over when the stream breaks, and gives up after three times', async () => {
    server = await startTestServer({ breakPuts: 1 });
    await start();
    expect(output).toContain('the disk is on fire; starting over');
    expect((await stored()).perSeries).toBe(20);
    server.stop();
    server = await startTestServer({ breakPuts: 3 });
    await expect(start()).rejects.toMatchObject({ type: 'broken_off' });
  });

  it('writes the truth about anomalies', async () => {
    server = await startTestServer();
    const long = { ...set, steps: 600, startSec: startFor(1_789_560_000, 15, 600), metrics: 1, anomalies: 3 };
    await start({ set: long });
    const truth = JSON.parse(readFileSync(join(folder, 'anomalies.json'), 'utf8'));
    expect(truth).toMatchObject({ randomSeed: 1, interval: 15, end: '2026-09-16T12:00:00Z' });
    expect(truth.anomalies.length).toBeGreaterThan(0);
  });
});

describe('following', () => {
  it('sends each step when it is due, the same bits as a longer set', async () => {
    server = await startTestServer();
    const running = start({ follow: true });
    await until(() => output.includes('following live'));
    clock.advance(15_000);
    await until(async () => (await stored()).perSeries === 21);
    clock.advance(30_000);
    await until(async () => (await stored()).perSeries === 23);
    clock.advance(1_500_000);
    await until(async () => (await stored()).perSeries === 123);
    stop.abort();
    await expect(running).rejects.toBeInstanceOf(Stopped);

    const { values, newestMs } = await stored();
    expect(newestMs).toBe(stepTimeMs(set, 122));
    const expected: number[][] = [];
    for (const { values: block } of new Simulation({ ...set, steps: 123 }).run(123)) {
      for (let row = 0; row < 97; row++) expected.push([...block.subarray(row * 123, (row + 1) * 123)]);
    }
    const sorted = (lists: number[][]) => lists.map((list) => list.join()).sort();
    expect(sorted(values)).toEqual(sorted(expected));
  });

  it('seeds again from the start when the server alone was restarted', async () => {
    server = await startTestServer();
    void start({ follow: true });
    await until(() => output.includes('following live'));
    server.stop();
    clock.advance(15_000);
    await until(() => output.includes('cannot reach the server'));
    server = await startTestServer({ port: server.port, startToken: 'token-2' });
    await until(() => server.actions.includes('seed_complete'));
    expect((await stored()).perSeries).toBe(21);
    expect(output).toContain('the server was restarted');
    await until(() => existsSync(readyFile) && readFileSync(readyFile, 'utf8').includes('token-2'));
    clock.advance(15_000);
    await until(async () => (await stored()).perSeries === 22);
  });

  it('goes on after its own restart without sending anything twice', async () => {
    server = await startTestServer();
    await start();
    clock.advance(45_000);
    output = '';
    void start({ follow: true, set: { ...set, startSec: set.startSec + 45 } });
    await until(async () => (await stored()).perSeries === 23);
    expect(output).toContain('the server has this data set already');
    expect(server.actions.filter((name) => name === 'seed_complete')).toHaveLength(1);
  });

  it('does not trust a ready file of somebody else, of another set or of another server', async () => {
    server = await startTestServer();
    await start();
    for (const text of ['token-1\n', readFileSync(readyFile, 'utf8').replace('"randomSeed":1', '"randomSeed":2')]) {
      writeFileSync(readyFile, text);
      output = '';
      stop = new AbortController();
      void start({ follow: true });
      await until(() => output.includes('following live'));
      expect(output).not.toContain('already');
      stop.abort();
    }
  });
});
