/** How late the main thread is: what a `/health` request would wait. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export type EventLoopLag = {
  /** Seconds, since the last call: then the measurement starts anew. */
  read(): { readonly p50: number; readonly p99: number; readonly max: number };
  stop(): void;
};

const RESOLUTION_MS = 20;

export function watchEventLoop(): EventLoopLag {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // The timer's own period is part of what is measured.
  const lag = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000);
  return {
    read: () => {
      const result = {
        p50: lag(delay.percentile(50)),
        p99: lag(delay.percentile(99)),
        max: delay.count === 0 ? 0 : lag(delay.max),
      };
      delay.reset();
      return result;
    },
    stop: () => void delay.disable(),
  };
}
