/** Host names in texts that may be Services by a short name: behind `://`, or before a port. */

/** `svc`, `svc.ns` and `svc.ns.svc`, where something says that it is a host. */
const SHORT =
  /(?:[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@"']*@)?|(?<![\w./@:-]))([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)?)(?:\.svc)?(?=:[0-9]{2,5}(?![\w.])|(?<=:\/\/[a-z0-9.-]*)(?![\w.:-]))/g;

/** Without `.svc`; each once. */
export function shortHosts(text: string): readonly string[] {
  if (!text.includes(':')) return [];
  return [...new Set([...text.matchAll(SHORT)].map(([, host]) => host as string))].filter(
    (host) => host !== 'localhost',
  );
}
