/**
 * The door of the HTTP ports: the configured headers on every answer, and credentials for everything but liveness and
 * readiness (a kubelet has none) and CORS preflights (browsers send none with them).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendText } from '../http/respond.ts';
import type { Refusal } from './authenticator.ts';
import type { Protection } from './protection.ts';

const OPEN_PATHS: ReadonlySet<string> = new Set(['/health', '/-/healthy', '/-/ready']);

/** True when the request may go on; false when it was answered. */
export type HttpGate = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;

/** `onRefused` is for metrics. null when there is nothing to do at the door. */
export function createHttpGate(
  { headers, authenticator }: Pick<Protection, 'headers' | 'authenticator'>,
  onRefused: (reason: Refusal) => void,
): HttpGate | null {
  if (headers.size === 0 && authenticator === null) return null;
  return async (request, response, path) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (authenticator === null || OPEN_PATHS.has(path) || isPreflight(request)) return true;
    const outcome = await authenticator.authenticate(request.headers.authorization);
    if (typeof outcome === 'object') return true;
    onRefused(outcome);
    // A body that nobody will read ends with the connection.
    if (!request.complete) response.setHeader('connection', 'close');
    if (outcome === 'busy') sendText(response, 503, 'Service Unavailable: too many passwords to check; try again\n');
    else {
      response.setHeader('www-authenticate', authenticator.challenges);
      sendText(response, 401, 'Unauthorized\n');
    }
    return false;
  };
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && 'access-control-request-method' in headers;
}
