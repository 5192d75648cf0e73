import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { listenHttp } from './http.ts';

const MINUTE = 60_000;

test('a connection that is kept alive does not hold up the end once its request is answered', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<ServerResponse>();
  const listener = await listenHttp({
    ...{ name: 'HTTP', flag: 'http-port', host: '127.0.0.1', port: 0, maxConnections: 5, tls: null },
    ...{ headerTimeoutMs: MINUTE, readTimeoutMs: MINUTE, writeTimeoutMs: MINUTE, onLimit: () => {} },
    streams: { bodies: new Set(), answers: new Set() },
    handle: (_request, response) => resolve(response),
  });
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<IncomingMessage>((heard) => get({ port: listener.port, agent }, heard));
  const response = await asked;
  // Its head says that the connection can be used again.
  response.flushHeaders();
  const answer = await answered;
  expect(answer.headers.connection).toBe('keep-alive');
  const closed = listener.close(MINUTE);
  response.end();
  answer.resume();
  await closed;
  agent.destroy();
});
