/** Host names in texts that may be Services by a short name: behind `://`, or before a port. */

/** Behind a scheme, to the end of the host; user and password may stand before it. */
const BEHIND_SCHEME = /:\/\/(?:[^\s/@"']{1,100}@)?([a-z0-9.-]{1,253})/g;
/** Before a port. A name in a path or in an image reference is none. */
const BEFORE_PORT = /(?<![\w./@:-])([a-z][a-z0-9.-]{0,253}):[0-9]{2,5}(?![\w.])/g;
/** One label or two: a Service, and its namespace. */
const SHORT = /^[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)?$/;

/** Without `.svc`; each once. */
export function shortHosts(text: string): readonly string[] {
  if (!text.includes(':')) return [];
  const found = [...text.matchAll(BEHIND_SCHEME), ...text.matchAll(BEFORE_PORT)];
  const hosts = new Set(found.map(([, host = '']) => host.replace(/\.svc$/, '')));
  hosts.delete('localhost');
  return [...hosts].filter((host) => SHORT.test(host));
}
