import { MessageChannel, type Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { createReadThread, type ReadThread } from './read-thread.ts';

let reads: ReadThread | null = null;
afterEach(() => reads?.close());

function start() {
  const crashes: string[] = [];
  const open = new Set<number>();
  let slot = 0;
  reads = createReadThread({
    file: new URL('./testdata/worker.mjs', import.meta.url),
    setup: { remoteRead: {}, federation: {}, lookbackMs: 1 },
    heapBytes: 64 * 2 ** 20,
    openReader: () => {
      open.add(++slot);
      return { port: new MessageChannel().port2, segments: [], slot, id: slot };
    },
    closeReader: ({ slot: gone }) => open.delete(gone),
    onCrash: ({ message }) => void crashes.push(message),
  });
  const read = (method: string) =>
    (reads as ReadThread).run({ kind: 'remote_read', request: { method, body: new Uint8Array(0) } });
  return { reads, read, crashes, open };
}

async function all(body: AsyncIterable<Uint8Array>): Promise<number[]> {
  const bytes: number[] = [];
  for await (const part of body) bytes.push(...part);
  return bytes;
}

test('an answer comes in parts as they are taken; several at once', async () => {
  const { reads: thread, read } = start();
  const answers = await Promise.all([read('GET'), read('GET')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await Promise.all(answers.map(({ body }) => all(body)))).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(thread.running).toBe(0);
});

test('failures before and in the middle of an answer are thrown', async () => {
  const { read } = start();
  await expect(read('fail')).rejects.toThrow('failed on purpose');
  await expect(all((await read('break')).body)).rejects.toThrow('broken on purpose');
  expect(await all((await read('GET')).body)).toEqual([1, 2]);
});

test('who leaves early is forgotten', async () => {
  const { reads: thread, read } = start();
  for await (const part of (await read('hang')).body) {
    expect([...part]).toEqual([1]);
    break;
  }
  expect(thread.running).toBe(0);
  expect(await all((await read('GET')).body)).toEqual([1, 2]);
});

test('when the thread dies its requests fail, its reader is given back, and the next request has another', async () => {
  const { read, crashes, open } = start();
  const hanging = await read('hang');
  await expect(read('throw')).rejects.toThrow('thrown on purpose');
  await expect(all(hanging.body)).rejects.toThrow('thrown on purpose');
  expect(crashes).toEqual(['thrown on purpose']);
  expect(open).toEqual(new Set());
  expect(await all((await read('GET')).body)).toEqual([1, 2]);
  expect(open).toEqual(new Set([2]));
});

test('a request that comes while a thread is dying has the next one', async () => {
  const { read, crashes } = start();
  const next = new Promise<number[]>((resolve, reject) => {
    // Node tells of each thread that is started. Its exit is told after its error.
    process.once('worker', (dying: Worker) =>
      dying.once('error', () => {
        expect(crashes).toEqual([]);
        read('GET')
          .then(({ body }) => all(body))
          .then(resolve, reject);
      }),
    );
  });
  await expect(read('throw')).rejects.toThrow('thrown on purpose');
  expect(await next).toEqual([1, 2]);
  expect(crashes).toEqual(['thrown on purpose']);
});
