/** `/health`, `/-/healthy`, `/-/ready`, and `/-/state` for the web page. */
import type { ServerResponse } from 'node:http';
import type { LifecycleStatus } from '../lifecycle.ts';
import { sendJson, sendText } from './respond.ts';

/** Liveness: the process answers, whatever it holds. */
export function sendHealthy(response: ServerResponse): void {
  sendText(response, 200, 'MyTSDB is Healthy.\n');
}

/** Readiness, with the reason when it is not. */
export function sendReady(response: ServerResponse, { state, reason }: LifecycleStatus): void {
  if (state === 'ready') sendText(response, 200, 'MyTSDB is Ready.\n');
  else
    sendText(response, 503, `Service Unavailable: ${reason}\n`, {
      'x-prometheus-stopping': String(state === 'draining'),
    });
}

/** The gate of what reads the store, as Prometheus': false when it has answered 503. */
export function sendUnlessReady(response: ServerResponse, { state }: LifecycleStatus): boolean {
  if (state === 'ready') return true;
  sendText(response, 503, 'Service Unavailable', { 'x-prometheus-stopping': String(state === 'draining') });
  return false;
}

export function sendState(response: ServerResponse, status: LifecycleStatus, startToken: string): void {
  sendJson(response, 200, { ...status, startToken });
}
