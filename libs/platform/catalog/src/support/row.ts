/** One line of the support matrix. */
import type { Image } from '@chimera/platform-kit';
import type { TeamId } from '../teams.ts';

export interface SupportRow {
  readonly id: string;
  readonly system: string;
  readonly team: TeamId;
  /** As the first seed's version table has it; null where it pins nothing. Where it pins, we pin. */
  readonly pinned: string | null;
  /** What runs here; `own` for what is built in this repository, `none` for what is not used. */
  readonly version: string;
  /** Upstream images, each with how its tag was checked. */
  readonly images: readonly Image[];
  /** Base of an image of our own. */
  readonly built: BaseImage | null;
  /** Maven or npm coordinates of what comes as a library. */
  readonly artifacts: readonly string[];
  /** Why this version, or what to beware of. */
  readonly note: string | null;
}

/** Row of the matrix, or `node`, whose tag `ownBases` gives. */
export type BaseImage = 'node' | 'python' | 'java' | 'spark';

type Details = Partial<Pick<SupportRow, 'pinned' | 'images' | 'built' | 'artifacts' | 'note'>>;

/** Spells a team's rows: id, name, version, and what else there is to say. */
export function rowsOf(team: TeamId): (id: string, system: string, version: string, details?: Details) => SupportRow {
  return (id, system, version, details = {}) => ({
    id,
    system,
    team,
    version,
    pinned: details.pinned ?? null,
    images: details.images ?? [],
    built: details.built ?? null,
    artifacts: details.artifacts ?? [],
    note: details.note ?? null,
  });
}
