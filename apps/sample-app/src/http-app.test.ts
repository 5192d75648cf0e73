import { type Random, seededRandom } from '@chimera/testing';
import { afterEach, expect, it } from 'vitest';
import { createHttpApp } from './http-app.ts';
import type { FinishedRequest } from './instruments.ts';
import { visitorRequest } from './traffic.ts';

let active = 0;
let finished: FinishedRequest[] = [];
const instruments = {
  started: () => void active++,
  finished: (request: FinishedRequest) => {
    active--;
    finished.push(request);
  },
};
const always = (value: number): Random => ({ ...seededRandom(1), next: () => value });
const apps: ReturnType<typeof createHttpApp>[] = [];

function appWith(random: Random) {
  let now = 0;
  const app = createHttpApp({ instruments, random, elapsedMs: () => (now += 5) });
  apps.push(app);
  return app;
}

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  active = 0;
  finished = [];
});

it.each([
  ['GET', '/', '/', 200],
  ['GET', '/orders', '/orders', 200],
  ['GET', '/orders/7', '/orders/:id', 200],
  ['GET', '/orders/none', '/orders/:id', 404],
  ['POST', '/orders', '/orders', 201],
  ['GET', '/nothing-here', 'unmatched', 404],
  ['GET', '/healthz', '/healthz', 200],
] as const)('measures %s %s as route %s with code %i', async (method, url, route, code) => {
  const response = await appWith(always(0.5)).inject({ method, url });
  expect(response.statusCode).toBe(code);
  expect(finished).toEqual([{ method, route, code, seconds: 0.005 }]);
  expect(active).toBe(0);
});

it('counts failures', async () => {
  await appWith(always(0)).inject({ method: 'POST', url: '/orders' });
  expect(finished[0]?.code).toBe(500);
});

it('has visitors that reach every route', () => {
  const random = seededRandom(3);
  const urls = new Set(Array.from({ length: 500 }, () => visitorRequest(random).url.replace(/\d+/, ':id')));
  expect([...urls].sort()).toEqual(['/', '/nothing-here', '/orders', '/orders/:id', '/orders/none']);
});
