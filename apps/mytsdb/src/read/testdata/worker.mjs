/** A reading thread whose behaviour the request's method chooses. */
import { parentPort } from 'node:worker_threads';

const permits = new Map();

parentPort.on('message', async (message) => {
  const { type, id } = message;
  if (type === 'take') permits.set(id, (permits.get(id) ?? 0) + 1);
  if (type === 'leave') parentPort.postMessage({ type: 'part', id, bytes: Uint8Array.of(9) });
  if (type !== 'begin') return;
  const { method } = message.read.request;
  if (method === 'throw') throw new Error('thrown on purpose');
  if (method === 'fail') return void parentPort.postMessage({ type: 'failed', id, message: 'failed on purpose' });
  parentPort.postMessage({ type: 'head', id, status: 200, headers: {} });
  parentPort.postMessage({ type: 'part', id, bytes: Uint8Array.of(1) });
  if (method === 'break') return void parentPort.postMessage({ type: 'failed', id, message: 'broken on purpose' });
  if (method === 'hang') return;
  while ((permits.get(id) ?? 0) === 0) await new Promise((resolve) => setImmediate(resolve));
  parentPort.postMessage({ type: 'part', id, bytes: Uint8Array.of(2) });
  parentPort.postMessage({ type: 'end', id });
});
