/** A thread that behaves as the path of the request says. */
import { parentPort, workerData } from 'node:worker_threads';

const { cancelled } = workerData;

parentPort.on('message', ({ id, request }) => {
  const { path } = request;
  if (path === '/exit') process.exit(3);
  if (path === '/throw') throw new Error('thrown on purpose');
  if (path === '/memory') {
    const hoard = [];
    for (;;) hoard.push({ some: 'thing', of: [hoard.length] });
  }
  if (path === '/deaf') for (;;);
  if (path === '/wait') Atomics.wait(cancelled, 0, 0);
  const status = path === '/wait' ? 499 : 200;
  const error = path === '/wait' ? { type: 'canceled', message: 'cancelled', limit: null, stack: null } : null;
  const chunk = new TextEncoder().encode(path);
  parentPort.postMessage({ id, answer: { status, contentType: 'text/plain', chunks: [chunk], error }, elapsedMs: 0 }, [
    chunk.buffer,
  ]);
});
