/** The app as a whole: start it, stop it. */
import type { Random } from '@chimera/testing';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { createHttpApp } from './http-app.ts';
import { createInstruments } from './instruments.ts';
import type { Options } from './options.ts';
import { createMeterProvider } from './telemetry.ts';
import { startTraffic } from './traffic.ts';

export type RunningApp = {
  /** URL of the HTTP server; null when nothing listens. */
  readonly url: string | null;
  /** Stops the traffic, lets requests end, and exports one last time, within a few seconds. */
  stop(): Promise<void>;
};

export type AppOptions = Pick<Options, 'port' | 'host' | 'rate' | 'instance' | 'intervalSec'> & {
  readonly exporter: PushMetricExporter;
  readonly random: Random;
};

/** A receiver that is away must not keep the program from ending. */
const STOP_MS = 3000;
const FIRST_EXPORT_MS = 500;

/** Starts everything. Rejects when the port is taken. */
export async function startSampleApp(options: AppOptions): Promise<RunningApp> {
  const { exporter, random, port, host, rate } = options;
  const provider = createMeterProvider(exporter, options);
  const instruments = createInstruments(provider.getMeter('sample-app'));
  const app = createHttpApp({ instruments, random, elapsedMs: () => performance.now() });
  const url = port === 0 ? null : await app.listen({ port, host });
  await app.ready();
  const visits = new Set<Promise<unknown>>();
  const stopTraffic = startTraffic({
    rate,
    random,
    send: ({ method, url: path }) => {
      const visit = app.inject({ method, url: path });
      visits.add(visit);
      const forget = (): void => void visits.delete(visit);
      visit.then(forget, forget);
    },
  });
  // Who waits for the first metrics need not wait for a whole interval.
  const first = setTimeout(() => void provider.forceFlush().catch(() => {}), FIRST_EXPORT_MS);
  return {
    url,
    stop: async () => {
      stopTraffic();
      clearTimeout(first);
      await withinLimit(Promise.allSettled(visits));
      await app.close();
      await withinLimit(provider.shutdown());
    },
  };
}

async function withinLimit(done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, STOP_MS);
  });
  await Promise.race([done.catch(() => {}), limit]);
  clearTimeout(timer);
}
