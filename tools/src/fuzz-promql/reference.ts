/** The reference side: builds the Go program that links Prometheus' engine (once per source), and talks to it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { messageOf } from '@chimera/errors';
import { buildGoProgram } from '../go-program.ts';
import { inRepo } from '../workspace.ts';
import type { DataSet, When } from './case.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOfAnswer, type ReferenceAnswer } from './reference-answer.ts';

/** The reference cannot run here; the message says what to install. */
export class NoReference extends Error {
  override readonly name = 'NoReference';
}

export type Reference = {
  /** Of the linked Prometheus module. */
  readonly version: string;
  /** Replaces all data. Throws an Error when Prometheus refuses it. */
  load(data: DataSet): Promise<void>;
  query(query: string, when: When): Promise<Outcome>;
  close(): void;
};

/** The module's minor version: v0.314.x is Prometheus 3.14. */
const OLDEST_MINOR = 314;

const SOURCE = inRepo('tools', 'src', 'fuzz-promql', 'reference');

/** Starts it with Prometheus' names of features. Throws NoReference. */
export async function startReference(features: readonly string[]): Promise<Reference> {
  const child = spawn(buildReference(), ['-features', features.join(',')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const next = answersOf(child.stdout);
  const ask = async (request: object): Promise<ReferenceAnswer> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return await next();
  };
  const { version = 'unknown' } = await next();
  const minor = Number(/^v0\.(\d+)\./.exec(version)?.[1] ?? 0);
  if (minor < OLDEST_MINOR) {
    child.kill();
    throw new NoReference(`The reference links prometheus ${version}, and v0.${OLDEST_MINOR}.0 (3.14) is the oldest one
whose answers the engine follows. Set it in ${SOURCE}/go.mod.`);
  }
  return {
    version,
    load: async (loads) => {
      const { error } = await ask({ op: 'load', loads });
      if (error !== undefined) throw new Error(`Prometheus refused the data set: ${error}`);
    },
    query: async (query, when) => outcomeOfAnswer(await ask({ op: 'query', query, ...when })),
    close: () => child.stdin.end(),
  };
}

/** The next answer each call; a reference that ends early rejects. */
function answersOf(output: Readable): () => Promise<ReferenceAnswer> {
  const lines: AsyncIterator<string> = createInterface({ input: output })[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await lines.next();
    if (done === true) throw new Error('the reference ended early; its messages are above');
    return JSON.parse(value) as ReferenceAnswer;
  };
}

/** Path of the program. Throws NoReference. */
function buildReference(): string {
  try {
    return buildGoProgram('fuzz-promql-reference', SOURCE);
  } catch (cause) {
    throw new NoReference(
      `The fuzzer compares with a real Prometheus, built from its Go module: ${messageOf(cause)}.`,
      {
        cause,
      },
    );
  }
}
