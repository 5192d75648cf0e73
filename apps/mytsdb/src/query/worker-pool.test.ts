/** The pool with real threads whose behaviour the request's path chooses. */
import { MessageChannel } from 'node:worker_threads';
import { type ApiAnswer, type ApiRequest, DEFAULT_API_LIMITS } from '@chimera/http-api-v1';
import { DEFAULT_ENGINE_OPTIONS } from '@chimera/promql-engine';
import { afterEach, expect, test } from 'vitest';
import { startWorkerThread } from './query-thread.ts';
import { createWorkerPool, type PoolOptions, type WorkerPool } from './worker-pool.ts';

const events: string[] = [];
/** Of the present test: threads of those before may end late. */
let readers = new Set<number>();
let pool: WorkerPool | null = null;

afterEach(async () => {
  await pool?.close(0);
  events.length = 0;
});

function start(changes: Partial<PoolOptions> = {}): WorkerPool {
  let nextSlot = 0;
  const open = new Set<number>();
  readers = open;
  pool = createWorkerPool({
    threads: 2,
    maxConcurrency: 20,
    maxQueue: 100,
    timeoutMs: 20_000,
    graceMs: 100,
    now: () => Date.now(),
    start: startWorkerThread({
      file: new URL('./testdata/worker.mjs', import.meta.url),
      engine: DEFAULT_ENGINE_OPTIONS,
      limits: DEFAULT_API_LIMITS,
      heapBytes: 64 * 2 ** 20,
      openReader: () => {
        const slot = nextSlot++;
        open.add(slot);
        return { port: new MessageChannel().port2, segments: [], slot, id: slot };
      },
      closeReader: ({ slot }) => open.delete(slot),
    }),
    observer: {
      finished: ({ path }, _, { status }) => void events.push(`${path} ${status}`),
      refused: (reason) => void events.push(reason),
      crashed: (error) => void events.push(`crashed: ${error.message}`),
    },
    ...changes,
  });
  return pool;
}

const request = (path: string): ApiRequest => ({
  method: 'GET',
  path,
  query: 'query=up',
  body: '',
  head: { chunkCount: 0, minTimeMs: 0, maxTimeMs: 0 },
});
const bodyOf = ({ chunks }: ApiAnswer): string => Buffer.concat(chunks).toString();

test('queries run in threads, more than there are threads wait', async () => {
  const { run, counts } = start();
  const answers = Array.from({ length: 10 }, (_, i) => run(request(`/${i}`)).answer);
  expect(counts()).toEqual({ threads: 2, running: 2, queued: 8 });
  expect((await Promise.all(answers)).map(bodyOf)).toEqual(Array.from({ length: 10 }, (_, i) => `/${i}`));
  expect(counts()).toEqual({ threads: 2, running: 0, queued: 0 });
});

test('at most so many run at once', async () => {
  const { run, counts } = start({ maxConcurrency: 1 });
  const answers = [run(request('/a')).answer, run(request('/b')).answer];
  expect(counts()).toEqual({ threads: 1, running: 1, queued: 1 });
  await Promise.all(answers);
});

test.each([
  ['/exit', 'exit code 3'],
  ['/throw', 'thrown on purpose'],
])('a thread that dies of %s is replaced, its query answered 500, its reader given back', async (path, message) => {
  const { run } = start({ threads: 1 });
  const [died, next] = await Promise.all([run(request(path)).answer, run(request('/next')).answer]);
  expect(died).toMatchObject({ status: 500, error: { type: 'internal' } });
  expect(died.error?.message).toBe(`the thread of this query ended unexpectedly: ${message}`);
  expect(bodyOf(next)).toBe('/next');
  expect(events).toEqual([`crashed: ${message}`, `${path} 500`, '/next 200']);
  expect(readers.size).toBe(1);
});

test('a thread that runs out of memory dies alone', async () => {
  const { run } = start({ threads: 1 });
  const died = await run(request('/memory')).answer;
  expect(died).toMatchObject({ status: 500, error: { type: 'internal' } });
  expect(died.error?.message).toContain('raise --query-worker-heap');
  expect(bodyOf(await run(request('/next')).answer)).toBe('/next');
});

test('a cancelled query ends, in its thread and in the queue; a deaf one is ended', async () => {
  const { run, counts } = start({ threads: 1 });
  const running = run(request('/wait'));
  const queued = run(request('/queued'));
  queued.cancel();
  expect((await queued.answer).status).toBe(499);
  running.cancel();
  expect((await running.answer).status).toBe(499);
  const deaf = run(request('/deaf'));
  deaf.cancel();
  expect(await deaf.answer).toMatchObject({ status: 499, error: { type: 'canceled' } });
  expect(counts().threads).toBe(0);
  expect(bodyOf(await run(request('/next')).answer)).toBe('/next');
});

test('active queries can be seen and cancelled by their id', async () => {
  const { run, active, cancel } = start({ threads: 1 });
  const waiting = run(request('/wait'));
  expect(active()).toMatchObject([{ id: '1', path: '/wait', query: 'up', state: 'running' }]);
  expect(cancel('2')).toBe(false);
  expect(cancel('1')).toBe(true);
  expect((await waiting.answer).status).toBe(499);
  expect(active()).toEqual([]);
});

test('over the queue it is refused, with the flag to raise', async () => {
  const { run } = start({ threads: 1, maxQueue: 1 });
  const first = run(request('/wait'));
  const second = run(request('/b'));
  const third = await run(request('/c')).answer;
  expect(third).toMatchObject({ status: 503, error: { type: 'unavailable' } });
  expect(third.error?.message).toBe('too many queries: 1 run and 1 wait. Try again later, or raise --query-max-queue');
  expect(events).toEqual(['queue_full']);
  first.cancel();
  await Promise.all([first.answer, second.answer]);
});

test('who waits too long is told so; a thread past its deadline is ended', async () => {
  const { run } = start({ threads: 1, timeoutMs: 150, graceMs: 400 });
  const deaf = run(request('/deaf'));
  const waiting = run(request('/b'));
  expect((await waiting.answer).error?.message).toBe('query timed out in query queue');
  expect(await deaf.answer).toMatchObject({ status: 503, error: { type: 'timeout' } });
});

test('closing lets running queries end, then answers the rest', async () => {
  const { run, close } = start({ threads: 1 });
  const quick = run(request('/quick'));
  await close(5_000);
  expect((await quick.answer).status).toBe(200);
  expect(await run(request('/late')).answer).toMatchObject({ status: 503, error: { type: 'unavailable' } });
  const { run: runAgain, close: closeAgain } = start({ threads: 1 });
  const stuck = runAgain(request('/deaf'));
  await closeAgain(50);
  expect((await stuck.answer).status).toBe(503);
});
