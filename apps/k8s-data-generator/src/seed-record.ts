/** The ready file: it says that the seed is in, and lets a restarted generator go on where the last one stopped. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { DataSet } from '@chimera/arrow-generator';
import { messageOf } from '@chimera/errors';
import { GeneratorError } from './generator-error.ts';

export type SeedRecord = {
  /** Of the server that has the seed. */
  readonly startToken: string;
  readonly set: DataSet;
  /** Steps that the server acknowledged, at least. */
  readonly steps: number;
};

export type RecordFile = {
  /** null when there is none, or somebody else's. */
  read(): SeedRecord | null;
  write(record: SeedRecord): void;
  remove(): void;
};

/** A record file at `path`; one that forgets everything without a path. Throws GeneratorError 'file'. */
export function openRecordFile(path: string | null): RecordFile {
  if (path === null) return { read: () => null, write: () => {}, remove: () => {} };
  const guarded = (change: () => void): void => {
    try {
      change();
    } catch (cause) {
      const message = `cannot write the ready file '${path}': ${messageOf(cause)}. Choose another: --ready-file FILE`;
      throw new GeneratorError('file', message, { cause });
    }
  };
  return {
    read: () => {
      try {
        return asRecord(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return null;
      }
    },
    // A reader never sees half a file.
    write: (record) =>
      guarded(() => {
        writeFileSync(`${path}.tmp`, `${JSON.stringify(record)}\n`);
        renameSync(`${path}.tmp`, path);
      }),
    remove: () => guarded(() => rmSync(path, { force: true })),
  };
}

/** Whether `record` is the set that was asked for, apart from when it starts and how long it is. */
export function isSameSet(record: SeedRecord, asked: DataSet): boolean {
  const shape = (set: DataSet) => JSON.stringify({ ...set, startSec: 0, steps: 0 });
  return shape(record.set) === shape(asked);
}

function asRecord(value: unknown): SeedRecord | null {
  const { startToken, set, steps } = (value ?? {}) as Partial<SeedRecord>;
  if (typeof startToken !== 'string' || typeof steps !== 'number' || typeof set !== 'object' || set === null)
    return null;
  return { startToken, set, steps };
}
