/** The service: a few routes that take a little time and sometimes fail, measured. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@chimera/testing';
import fastify, { type FastifyInstance } from 'fastify';
import type { Instruments } from './instruments.ts';

/** Share of orders that end in a 500. */
const FAILURES = 0.004;

export type HttpAppOptions = {
  readonly instruments: Instruments;
  readonly random: Random;
  /** Milliseconds, monotonic. */
  readonly elapsedMs: () => number;
};

/** Builds the app; nothing listens yet. */
export function createHttpApp({ instruments, random, elapsedMs }: HttpAppOptions): FastifyInstance {
  const app = fastify({ forceCloseConnections: true });
  const startedMs = new WeakMap<object, number>();

  app.addHook('onRequest', async (request) => {
    startedMs.set(request, elapsedMs());
    instruments.started(request.method);
  });
  app.addHook('onResponse', async (request, reply) => {
    instruments.finished({
      method: request.method,
      route: request.routeOptions.url ?? 'unmatched',
      code: reply.statusCode,
      seconds: (elapsedMs() - (startedMs.get(request) ?? elapsedMs())) / 1000,
    });
  });

  const work = (typicalMs: number): Promise<void> => sleep(latencyMs(random, typicalMs));

  app.get('/', async () => {
    await work(2);
    return { service: 'sample-app', routes: ['/', '/orders', '/orders/:id', '/healthz'] };
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/orders', async () => {
    await work(25);
    return { orders: [1, 2, 3] };
  });
  app.get<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
    await work(12);
    if (!/^[1-9]\d{0,2}$/.test(request.params.id)) return reply.code(404).send({ error: 'no such order' });
    return { order: Number(request.params.id) };
  });
  app.post('/orders', async (_request, reply) => {
    await work(60);
    if (random.next() < FAILURES) return reply.code(500).send({ error: 'the warehouse does not answer' });
    return reply.code(201).send({ order: random.int(1, 999) });
  });
  return app;
}

/** Mostly near the typical value, now and then ten times as long. */
function latencyMs(random: Random, typicalMs: number): number {
  const slow = random.next() < 0.02 ? 10 : 1;
  return typicalMs * slow * (0.4 + 0.6 * random.next() + 0.6 * random.next());
}
