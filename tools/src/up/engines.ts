/** The ways of having a cluster, by the name that `--engine` takes. */
import { type ClusterEngine, type EngineName, LabError, labEngine, labPaths } from '@chimera/lab';
import { ROOT } from '../workspace.ts';

export type EngineOptions = {
  /** The lab's folder; default its usual one. */
  readonly dir?: string;
};

const ENGINES: Readonly<Record<EngineName, (options: EngineOptions) => ClusterEngine>> = {
  lab: ({ dir }) => labEngine(labPaths(ROOT, dir === undefined ? {} : { dir })),
  kind() {
    throw new LabError(
      'kind, a cluster in Docker, comes later and is not there yet. Until then the lab runs the same tree on Linux, without Docker: add -- --engine lab (what it needs: npm run lab -- doctor; docs/lab.md)',
    );
  },
};

/** Throws {@link LabError} for a name that is none, and for kind, which is not there yet. */
export function engineNamed(name: string, options: EngineOptions = {}): ClusterEngine {
  const make = Object.hasOwn(ENGINES, name) ? ENGINES[name as EngineName] : undefined;
  if (make === undefined) throw new LabError(`--engine takes ${Object.keys(ENGINES).join(' or ')}; got '${name}'`);
  return make(options);
}
