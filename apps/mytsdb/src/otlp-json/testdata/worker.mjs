/** A JSON thread that behaves as the beginning of the body says. */
import { parentPort } from 'node:worker_threads';

parentPort.on('message', (body) => {
  const text = Buffer.from(body).toString('latin1');
  if (text.startsWith('exit')) process.exit(3);
  if (text.startsWith('hoard')) {
    const hoard = [];
    for (;;) hoard.push({ some: 'thing', of: [hoard.length] });
  }
  parentPort.postMessage({ protobuf: Uint8Array.of(1) });
});
