/** The app's own visitors: requests at a rate that swells and ebbs, without a socket. */
import type { Random } from '@chimera/testing';

export type VisitorRequest = { readonly method: 'GET' | 'POST'; readonly url: string };

export type TrafficOptions = {
  /** Mean, requests a second. */
  readonly rate: number;
  readonly random: Random;
  /** Sends one request; failures are its own affair. */
  readonly send: (request: VisitorRequest) => void;
};

const TICK_MS = 100;
/** The rate swings by half around its mean in this time. */
const SWELL_MS = 600_000;

/** Starts sending; the result stops it. */
export function startTraffic({ rate, random, send }: TrafficOptions): () => void {
  let elapsedMs = 0;
  let due = 0;
  const timer = setInterval(() => {
    elapsedMs += TICK_MS;
    due += ((rate * TICK_MS) / 1000) * (1 + 0.5 * Math.sin((2 * Math.PI * elapsedMs) / SWELL_MS)) * 2 * random.next();
    for (; due >= 1; due--) send(visitorRequest(random));
  }, TICK_MS);
  return () => clearInterval(timer);
}

/** What a visitor asks for: mostly reads, some orders, now and then something that is not there. */
export function visitorRequest(random: Random): VisitorRequest {
  const dice = random.next();
  if (dice < 0.3) return { method: 'GET', url: '/' };
  if (dice < 0.6) return { method: 'GET', url: '/orders' };
  if (dice < 0.85) return { method: 'GET', url: `/orders/${random.int(1, 999)}` };
  if (dice < 0.97) return { method: 'POST', url: '/orders' };
  return { method: 'GET', url: dice < 0.985 ? '/orders/none' : '/nothing-here' };
}
