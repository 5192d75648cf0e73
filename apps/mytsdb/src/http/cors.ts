/** Cross-origin headers, as Prometheus sends them. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const ANY = '^(?:.*)$';

/** Sets them when the request comes from a page of another origin that `allowed` matches. */
export function setCors(request: IncomingMessage, response: ServerResponse, allowed: RegExp): void {
  response.setHeader('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined) return;
  response.setHeader('access-control-allow-headers', 'Accept, Authorization, Content-Type, Origin');
  response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
  response.setHeader('access-control-expose-headers', 'Date, X-Request-Id');
  if (allowed.source === ANY) response.setHeader('access-control-allow-origin', '*');
  else if (allowed.test(origin)) response.setHeader('access-control-allow-origin', origin);
}
