/** Large batches: appended in slices of the writer's time, acknowledged exactly, limited. */
import { setImmediate as turn } from 'node:timers/promises';
import {
  type AppendCounts,
  type Appender,
  createMemoryStorage,
  createWriterTurns,
  SampleBuffer,
} from '@chimera/tsdb-storage';
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import {
  Field,
  Float64,
  Int64,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { afterEach, expect, test } from 'vitest';
import { type DoPutOptions } from './do-put.ts';
import { createFlightClient, createFlightServer, type FlightClient, type PutAck } from './index.ts';

const SAMPLES = 30_000;
const open: { server: Server; client: FlightClient }[] = [];

afterEach(() => {
  for (const { server, client } of open.splice(0)) {
    client.close();
    server.forceShutdown();
  }
});

/** A writer whose slices are a few steps long, and who tells how many turns others had. */
function shortTurns(nextTurn: (resume: () => void) => unknown = setImmediate) {
  const seen = { turns: 0 };
  let ms = 0;
  const turns = createWriterTurns({
    sliceMs: 3,
    now: () => ms++,
    nextTurn: (resume) => {
      seen.turns++;
      nextTurn(resume);
    },
  });
  return { turns, seen };
}

async function start(appender: Appender, options: Partial<DoPutOptions> = {}) {
  const batches: AppendCounts[] = [];
  const ends: (string | null)[] = [];
  const server = createFlightServer({
    appender,
    onPut: () => ({
      batch: (counts) => void batches.push(counts),
      end: (error) => void ends.push(error?.message ?? null),
    }),
    actions: {},
    totalSamples: () => 0,
    ...options,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const client = createFlightClient(`127.0.0.1:${port}`);
  open.push({ server, client });
  await client.ready(5_000);
  return { client, batches, ends };
}

function table(columns: Record<string, Vector>): RecordBatch {
  const entries = Object.entries(columns);
  const fields = entries.map(([name, vector]) => new Field(name, vector.type, true));
  const rows = entries[0]?.[1].length ?? 0;
  const children = entries.map(([, vector]) => vector.data[0]!);
  return new RecordBatch(new Schema(fields), makeData({ type: new Struct(fields), length: rows, children }));
}

const each = <T>(make: (i: number) => T): T[] => Array.from({ length: SAMPLES }, (_, i) => make(i));
const texts = (name: (i: number) => string) => vectorFromArray(each(name), new Utf8());
const times = (time: (i: number) => number) =>
  vectorFromArray(
    each((i) => BigInt(time(i))),
    new Int64(),
  );
const values = vectorFromArray(
  each((i) => i),
  new Float64(),
);
const one = (value: number) => vectorFromArray([BigInt(value)], new Int64());
const listOfValues = () =>
  vectorFromArray([each((i) => (i % 3 === 2 ? null : i))], new List(new Field('item', new Float64())));

const LAYOUTS: readonly [string, number, RecordBatch][] = [
  ['long', SAMPLES, table({ timestamp: times((i) => i), __name__: texts(() => 'up'), value: values })],
  [
    'long, series interleaved',
    SAMPLES,
    table({ timestamp: times((i) => i), __name__: texts((i) => `up_${i % 7}`), value: values }),
  ],
  ['wide', 2 * SAMPLES, table({ ts: times((i) => i), a: values, b: values })],
  [
    'series rows with gaps',
    SAMPLES - Math.floor(SAMPLES / 3),
    table({ __name__: vectorFromArray(['up'], new Utf8()), start: one(0), step: one(1), values: listOfValues() }),
  ],
];

test('a server that stops: what has come is acknowledged, then every stream ends, the idle ones too', async () => {
  const stopping = new AbortController();
  const { turns } = shortTurns();
  const { client, ends } = await start(createMemoryStorage(), { turns, stopping: stopping.signal });
  const [, samples, batch] = LAYOUTS[0]!;
  const acks: PutAck[] = [];
  const idle = client.put({ kind: 'path', path: ['x'] }, (ack) => acks.push(ack));
  await idle.send(batch);
  await expect.poll(() => acks.length).toBe(2);
  const busyAcks: PutAck[] = [];
  const busy = client.put({ kind: 'path', path: ['x'] }, (ack) => {
    busyAcks.push(ack);
    // The answer to the schema: the batch is on its way or being appended.
    if (busyAcks.length === 1) stopping.abort();
  });
  await busy.send(batch);
  await expect.poll(() => ends.length).toBe(2);
  for (const put of [idle, busy])
    await expect(put.finish()).rejects.toMatchObject({ code: 14, details: expect.stringContaining('is stopping') });
  expect(acks[1]).toMatchObject({ accepted: samples });
  expect(ends).toEqual([expect.stringContaining('is stopping'), expect.stringContaining('is stopping')]);
  // Whole or not at all.
  for (const ack of busyAcks.slice(1)) expect(ack).toMatchObject({ accepted: samples, rejected: 0 });
});

test.each(LAYOUTS)('%s: other work gets its turn while a batch is appended', async (_, samples, batch) => {
  const storage = createMemoryStorage();
  const { turns, seen } = shortTurns();
  const { client } = await start(storage, { turns });
  const acks: PutAck[] = [];
  const put = client.put({ kind: 'path', path: ['x'] }, (ack) => acks.push(ack));
  await put.send(batch);
  await put.finish();
  expect(acks.slice(1)).toEqual([{ request_id: 1, accepted: samples, rejected: 0 }]);
  expect(seen.turns).toBeGreaterThan(2);
  const range = { minMs: 0, maxMs: SAMPLES };
  const set = await storage.querier().select([], range);
  const buffer = new SampleBuffer();
  let [stored, wrong] = [0, 0];
  for (let series = 0; series < set.labels.length; series++) {
    set.read(series, range, buffer);
    stored += buffer.count;
    for (let i = 0; i < buffer.count; i++) if (buffer.values[i] !== buffer.timestamps[i]) wrong++;
  }
  expect({ stored, wrong }).toEqual({ stored: samples, wrong: 0 });
});

test('what a client left in the middle of a batch has brought is counted, and no more is appended', async () => {
  const storage = createMemoryStorage();
  let appended = 0;
  const { turns } = shortTurns((resume) => {
    // The batch goes on when the server knows that the client has gone.
    const wait = (): unknown => (appended > 0 && ends.length === 0 ? setImmediate(wait) : resume());
    setImmediate(wait);
  });
  const appender: Appender = {
    ...storage,
    append: (ref, timestamps, column, from, to, counts) => {
      storage.append(ref, timestamps, column, from, to, counts);
      appended += to - from;
      put.cancel();
    },
  };
  const { client, batches, ends } = await start(appender, { turns });
  const put = client.put({ kind: 'path', path: ['x'] }, () => {});
  await put.send((LAYOUTS[0] as (typeof LAYOUTS)[0])[2]).catch(() => {});
  await expect(put.finish()).rejects.toMatchObject({ code: 1 });
  while (batches.length === 0) await turn();
  expect(ends).toEqual(['the client broke the stream off']);
  expect(appended).toBeLessThan(SAMPLES);
  expect(batches.map(({ accepted }) => accepted)).toEqual([appended]);
});

test('a batch with more samples than allowed is refused as a whole', async () => {
  const storage = createMemoryStorage();
  let refused = 0;
  for (const [, , batch] of LAYOUTS) {
    const { client, batches } = await start(storage, {
      maxBatchSamples: 1_000,
      onTooManySamples: () => void refused++,
    });
    const put = client.put({ kind: 'path', path: ['x'] }, () => {});
    await put.send(batch).catch(() => {});
    await expect(put.finish()).rejects.toMatchObject({
      code: 8,
      details: expect.stringMatching(/^the batch has \d+ samples, over the limit of \d+: send smaller batches/),
    });
    expect(batches).toEqual([]);
  }
  expect(refused).toBe(LAYOUTS.length);
});
