/** A thread that evaluates queries over the head's shared memory and sends back finished JSON, or columns. */

import { parentPort, workerData } from 'node:worker_threads';
import { createQueryApi } from '@chimera/http-api-v1';
import { buffersOf } from '@chimera/ingest-flight/columns';
import { createEngine } from '@chimera/promql-engine';
import { openReader } from '@chimera/tsdb-head';
import { answerIn } from './columns.ts';
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
  parentPort?.postMessage(reply, movable(answer));
});

function run(request: QueryRequest): Promise<QueryAnswer> {
  const { form } = request;
  return form === undefined ? api.handle(request, isCancelled) : answerIn(form, api, request, isCancelled, limits);
}

/** They move to the other thread. */
function movable({ chunks, columns }: QueryAnswer): ArrayBuffer[] {
  const buffers = chunks.map((chunk) => chunk.buffer);
  return columns === undefined ? buffers : [...buffers, ...buffersOf(columns)];
}
