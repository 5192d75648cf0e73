/** The programs of the server's threads: paths below this folder, in the sources and in each bundle, without their ending. */

export const WORKERS = [
  'query/query-worker',
  'read/read-worker',
  'otlp-json/json-worker',
  'protection/bcrypt-worker',
] as const;

/** For `new Worker`: the source beside this one, or the bundled file below the bundle's entry, which this file is then part of. */
export function workerFile(path: (typeof WORKERS)[number]): URL {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  return new URL(`${path}${ending}`, import.meta.url);
}
