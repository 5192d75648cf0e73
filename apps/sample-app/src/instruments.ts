/** The app's three metrics. A Prometheus reads them as http_requests_total, http_request_duration_seconds, http_requests_active. */
import type { Attributes, Meter } from '@opentelemetry/api';

/** Upper bounds of the latency histogram, seconds: those of the Kubernetes data set. */
export const LATENCY_BOUNDS_SEC = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is known of a request when it ends. */
export type FinishedRequest = {
  readonly method: string;
  /** The route's pattern, not the path: few values. */
  readonly route: string;
  readonly code: number;
  readonly seconds: number;
};

export type Instruments = {
  started(method: string): void;
  finished(request: FinishedRequest): void;
};

/** Creates the instruments. Units in braces are annotations: they do not become part of the name. */
export function createInstruments(meter: Meter): Instruments {
  const requests = meter.createCounter('http.requests', { description: 'HTTP requests served.', unit: '{request}' });
  const duration = meter.createHistogram('http.request.duration', {
    description: 'Latency of HTTP requests.',
    unit: 's',
    advice: { explicitBucketBoundaries: LATENCY_BOUNDS_SEC },
  });
  const active = meter.createUpDownCounter('http.requests.active', {
    description: 'HTTP requests being served.',
    unit: '{request}',
  });
  return {
    started: (method) => active.add(1, { method }),
    finished: ({ method, route, code, seconds }) => {
      const attributes: Attributes = { method, route, code: String(code) };
      active.add(-1, { method });
      requests.add(1, attributes);
      duration.record(seconds, attributes);
    },
  };
}
