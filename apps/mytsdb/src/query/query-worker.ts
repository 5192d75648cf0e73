/** A thread that evaluates queries over the head's shared memory and sends back finished JSON. */
import { parentPort, workerData } from 'node:worker_threads';
import { createQueryApi } from '@chimera/http-api-v1';
import { createEngine } from '@chimera/promql-engine';
import { openReader } from '@chimera/tsdb-head';
import { lowerThreadPriority } from './lower-priority.ts';
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from './messages.ts';

lowerThreadPriority();

const { reader, engine, limits, cancelled } = workerData as WorkerSetup;

const api = createQueryApi({
  engine: createEngine(engine),
  queryable: openReader(reader),
  limits,
  now: () => Date.now(),
});

const isCancelled = (): boolean => Atomics.load(cancelled, 0) !== 0;

parentPort?.on('message', async ({ id, request }: WorkerRequest) => {
  const started = performance.now();
  const answer = await api.handle(request, isCancelled);
  const reply: WorkerAnswer = { id, answer, elapsedMs: performance.now() - started };
  parentPort?.postMessage(
    reply,
    answer.chunks.map((chunk) => chunk.buffer),
  );
});
