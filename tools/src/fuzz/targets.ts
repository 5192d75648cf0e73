/** Where the fuzz targets are: the file beside each decoder that exports `FUZZ`. Loaded by path, in child processes. */
import { pathToFileURL } from 'node:url';
import type { FuzzTarget } from '@chimera/testing';
import { inRepo } from '../workspace.ts';

const FILES = [
  'libs/ingest/remote-write/src/remote-write.fuzz.ts',
  'libs/ingest/otlp/src/otlp.fuzz.ts',
  'libs/ingest/flight/src/flight.fuzz.ts',
  'libs/ingest/text/src/text.fuzz.ts',
  'libs/http/remote-read/src/remote-read.fuzz.ts',
  'libs/http/federation/src/federation.fuzz.ts',
  'libs/http/api-v1/src/api-parameters.fuzz.ts',
  'libs/promql/parser/src/promql.fuzz.ts',
  'apps/mytsdb/src/protection/web-config.fuzz.ts',
] as const;

/** All targets, in the order of the files. */
export async function loadTargets(): Promise<readonly FuzzTarget[]> {
  const modules = await Promise.all(
    FILES.map((file) => import(pathToFileURL(inRepo(file)).href) as Promise<{ readonly FUZZ: readonly FuzzTarget[] }>),
  );
  return modules.flatMap(({ FUZZ }) => FUZZ);
}
