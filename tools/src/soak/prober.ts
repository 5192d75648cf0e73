/**
 * Asks for a path ten times a second, as a kubelet does, from a process that does nothing else: what it measures is the
 * server, not the load generator's own event loop. At its end it prints one JSON line: the milliseconds of each answer.
 *
 * Usage: prober.ts PORT PATH
 */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 100;

const [port = '', path = ''] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true });
const milliseconds: number[] = [];
let failures = 0;
let stopping = false;
process.on('SIGTERM', () => {
  stopping = true;
});

while (!stopping) {
  const started = performance.now();
  try {
    await ask();
    milliseconds.push(performance.now() - started);
  } catch {
    if (!stopping) failures++;
  }
  await sleep(EVERY_MS);
}
agent.destroy();
console.log(JSON.stringify({ milliseconds, failures }));

function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port: Number(port), path, agent }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
