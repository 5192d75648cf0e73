/** The file that tells a readiness probe that this start was seeded. */
import { rmSync, writeFileSync } from 'node:fs';
import { messageOf } from '@chimera/errors';
import { StartError } from './start-error.ts';

export type ReadyFile = { write(): void; remove(): void };

/** Removes what an earlier start left behind. Throws StartError when it cannot. */
export function openReadyFile(path: string | null, startToken: string): ReadyFile {
  const remove = (): void => {
    if (path !== null) rmSync(path, { force: true });
  };
  try {
    remove();
  } catch (cause) {
    throw new StartError(
      `cannot remove the ready file '${path}': ${messageOf(cause)}. Choose another: --ready-file FILE`,
      {
        cause,
      },
    );
  }
  return {
    write: () => {
      if (path !== null) writeFileSync(path, `${startToken}\n`);
    },
    remove,
  };
}
