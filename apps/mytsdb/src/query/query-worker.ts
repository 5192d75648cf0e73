/** A thread that evaluates queries over the head's shared memory and sends back finished JSON. */
import { parentPort, workerData } from 'node:worker_threads';
import { createQueryApi } from '@chimera/http-api-v1';
import { createEngine } from '@chimera/promql-engine';
import { openReader } from '@chimera/tsdb-head';
import { columnsOf } from './columns.ts';
import type { QueryAnswer, QueryRequest } from './executor.ts';
import { lowerThreadPriority } from './lower-priority.ts';
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from './messages.ts';

lowerThreadPriority();

const { reader, engine, limits, cancelled } = workerData as WorkerSetup;

const queryable = openReader(reader);
const api = createQueryApi({
  engine: createEngine(engine),
  queryable,
  labelCounts: (limit) => queryable.cardinality(limit),
  limits,
  now: () => Date.now(),
});

const isCancelled = (): boolean => Atomics.load(cancelled, 0) !== 0;

parentPort?.on('message', async ({ id, request }: WorkerRequest) => {
  const started = performance.now();
  const answer = await run(request);
  const reply: WorkerAnswer = { id, answer, elapsedMs: performance.now() - started };
  parentPort?.postMessage(reply, buffersOf(answer));
});

async function run(request: QueryRequest): Promise<QueryAnswer> {
  const answer = await api.handle(request, isCancelled);
  return request.columns === true && answer.error === null
    ? { ...answer, chunks: [], columns: columnsOf(answer) }
    : answer;
}

/** They move to the other thread. */
function buffersOf({ chunks, columns }: QueryAnswer): ArrayBuffer[] {
  const buffers = chunks.map((chunk) => chunk.buffer);
  if (typeof columns === 'object') buffers.push(columns.timestamps.buffer, columns.values.buffer);
  return buffers;
}
