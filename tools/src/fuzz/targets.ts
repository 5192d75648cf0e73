/** Where the fuzz targets are: the file beside each decoder that exports `FUZZ`. Loaded by path, in child processes. */
import { pathToFileURL } from 'node:url';
import { invariant } from '@chimera/errors';
import type { FuzzTarget } from '@chimera/testing';
import { inRepo } from '../workspace.ts';

export const FILES: readonly string[] = [
  'libs/ingest/remote-write/src/remote-write.fuzz.ts',
  'libs/ingest/otlp/src/otlp.fuzz.ts',
  'libs/ingest/flight/src/flight.fuzz.ts',
  'libs/ingest/text/src/text.fuzz.ts',
  'libs/http/remote-read/src/remote-read.fuzz.ts',
  'libs/http/federation/src/federation.fuzz.ts',
  'libs/http/api-v1/src/api-parameters.fuzz.ts',
  'libs/promql/parser/src/promql.fuzz.ts',
  'apps/mytsdb/src/protection/web-config.fuzz.ts',
];

/** A target, and the file that exports it. */
export type FoundTarget = { readonly file: string; readonly target: FuzzTarget };

/** All targets, in the order of the files. */
export async function allTargets(): Promise<readonly FoundTarget[]> {
  const all = (await Promise.all(FILES.map(targetsIn))).flat();
  const names = all.map(({ target }) => target.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  invariant(twice === undefined, `BUG: two fuzz targets are called ${twice}`);
  return all;
}

/** `file`: its path in the repository. */
export async function targetsIn(file: string): Promise<readonly FoundTarget[]> {
  const { FUZZ } = (await import(pathToFileURL(inRepo(file)).href)) as { readonly FUZZ: readonly FuzzTarget[] };
  return FUZZ.map((target) => ({ file, target }));
}
