/** SIGTERM while everything runs: what was acknowledged stays readable to the last answer, and the end is soon. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer } from '../bench/server.ts';
import type { Feed } from './feed.ts';
import { missingInQueries } from './read-back.ts';

export type Termination = {
  readonly code: number | null;
  readonly seconds: number;
  /** Samples that were acknowledged when the signal was sent. */
  readonly acknowledged: number;
  /** Of these, samples that the last answers lack. */
  readonly lost: number;
};

const BEFORE_MS = 3_000;
const LIMIT_MS = 60_000;
const TAKEN_MS = 50;

/** Sends the signal while `feed` is being written, and while queries of what it wrote are being answered. */
export async function terminateUnderLoad(server: BenchServer, feed: Feed): Promise<Termination> {
  const until = performance.now() + LIMIT_MS;
  await sleep(BEFORE_MS);
  while (feed.acknowledged.accepted === 0 && performance.now() < until) await sleep(100);
  const fed = feed.fed;
  const reading = missingInQueries(server, fed);
  // It may fail before it is waited for.
  reading.catch(() => {});
  // The server has taken its requests, which wait behind those of the other clients: one that comes after the signal gets a 503.
  await sleep(TAKEN_MS);
  server.ending = true;
  const started = performance.now();
  process.kill(server.pid, 'SIGTERM');
  const code = await server.exited;
  const seconds = (performance.now() - started) / 1_000;
  await feed.ended;
  return { code, seconds, acknowledged: feed.fed.series * fed.samplesPerSeries, lost: await reading };
}
