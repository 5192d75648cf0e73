/** The feeder's process, and what it has been told. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { sourceProgram, spawnProgram } from '../workspace.ts';
import type { Fed } from './read-back.ts';

export type Feed = {
  /** As of the last line it printed; it prints one a second, and one at its end. */
  readonly acknowledged: { readonly accepted: number; readonly rejected: number };
  readonly fed: Fed;
  /** Ends it; resolves to its exit code when it has printed its last line. */
  stop(): Promise<number | null>;
  readonly ended: Promise<number | null>;
};

export type FeedOptions = Omit<Fed, 'samplesPerSeries' | 'startMs'> & { readonly flightPort: number };

const FEEDER = sourceProgram('tools', 'src', 'soak', 'feeder.ts');

export function startFeed({ flightPort, metric, series, stepMs }: FeedOptions): Feed {
  const startMs = Math.ceil(Date.now() / 1_000) * 1_000;
  const args = [`127.0.0.1:${flightPort}`, metric, `${series}`, `${stepMs}`, `${startMs}`];
  const child: ChildProcess = spawnProgram(FEEDER, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = { accepted: 0, rejected: 0 };
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    acknowledged = JSON.parse(line) as typeof acknowledged;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    get acknowledged() {
      return acknowledged;
    },
    get fed() {
      return { metric, series, startMs, stepMs, samplesPerSeries: acknowledged.accepted / series };
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    ended,
  };
}
