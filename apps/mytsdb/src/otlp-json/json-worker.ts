/** A thread that turns OTLP/JSON into protobuf: megabytes of JSON would else hold up every socket for seconds. */
import { parentPort } from 'node:worker_threads';
import { messageOf } from '@chimera/errors';
import { jsonToProtobuf, OtlpJsonError } from '@chimera/ingest-otlp';
import { lowerThreadPriority } from '../query/lower-priority.ts';
import type { JsonAnswer } from './json-thread.ts';

lowerThreadPriority();

parentPort?.on('message', (body: Uint8Array) => {
  let answer: JsonAnswer;
  try {
    answer = { protobuf: jsonToProtobuf(body) as Uint8Array<ArrayBuffer> };
  } catch (error) {
    answer = { error: messageOf(error), malformed: error instanceof OtlpJsonError };
  }
  parentPort?.postMessage(answer, 'protobuf' in answer ? [answer.protobuf.buffer] : []);
});
