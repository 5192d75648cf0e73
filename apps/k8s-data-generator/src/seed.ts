/** Sends a whole data set through one Flight stream, and tells the server that it is complete. */
import { type AnomalyPlan, BatchEncoder, type DataSet, Simulation, seriesCount } from '@chimera/arrow-generator';
import { messageOf } from '@chimera/errors';
import type { PutAck } from '@chimera/ingest-flight';
import type { Clock } from '@chimera/testing';
import { BlockPool } from './block-pool.ts';
import { grouped } from './describe.ts';
import { GeneratorError } from './generator-error.ts';
import { Stopped } from './pause.ts';
import type { ServerClient, Stats } from './server.ts';

export type SeedReport = {
  readonly accepted: number;
  readonly rejected: number;
  /** From the first byte to the last acknowledgement. */
  readonly seconds: number;
  /** Series in the server afterwards; null when it does not say. */
  readonly serverSeries: number | null;
};

export type SeedOptions = {
  readonly client: ServerClient;
  readonly set: DataSet;
  readonly plan: AnomalyPlan;
  /** Steps to send: those of the set, or more when it was followed before. */
  readonly steps: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Samples acknowledged so far. */
  readonly onProgress: (acknowledged: number) => void;
};

/** A data set at the step that comes next. */
export type Position = { readonly simulation: Simulation; readonly encoder: BatchEncoder };

/** The state of a set after `steps` steps, none of which is sent. */
export function positionAfter(set: DataSet, plan: AnomalyPlan, steps: number): Position {
  const simulation = new Simulation(set, { plan });
  simulation.skip(steps);
  return { simulation, encoder: new BatchEncoder(simulation) };
}

/**
 * Sends steps 0 to `steps` and gives the state after them. Throws GeneratorError 'rejected' when the server refused
 * samples, 'broken_off' when the stream ended early, and {@link Stopped}.
 */
export async function seed(options: SeedOptions): Promise<{ report: SeedReport; position: Position }> {
  const { client, set, steps, clock, onProgress } = options;
  const simulation = new Simulation(set, { plan: options.plan });
  const encoder = new BatchEncoder(simulation);
  const position = { simulation, encoder };
  const tally = new Tally();
  const pool = new BlockPool();
  const batches = throttled(
    encoder.batches(steps, (_container, length) => pool.take(length)),
    pool,
  );
  const startedMs = clock.now();
  await putAll(options, { expected_samples: seriesCount(set) * steps }, batches, (ack) => {
    if (ack.accepted !== undefined) pool.release();
    tally.add(ack);
    onProgress(tally.accepted + tally.rejected);
  });
  const seconds = (clock.now() - startedMs) / 1000;
  if (tally.rejected > 0) {
    throw new GeneratorError(
      'rejected',
      `the server rejected ${grouped(tally.rejected)} of ${grouped(tally.accepted + tally.rejected)} samples ` +
        `(${tally.why()}). It holds other values already, or its limits are too low: start it empty, or raise them`,
    );
  }
  const stats = await completed(client);
  const report = { accepted: tally.accepted, rejected: tally.rejected, seconds, serverSeries: stats?.series ?? null };
  return { report, position };
}

type Batch = Parameters<ReturnType<ServerClient['put']>['send']>[0];

/** Batches that may be unacknowledged: enough to keep the line busy, 4 MB each. */
const MAX_IN_FLIGHT = 4;
const PATIENCE_MS = 1000;

/** Makes a batch only when the server has kept up with those before. */
async function* throttled(batches: Iterable<Batch>, pool: BlockPool): AsyncGenerator<Batch> {
  for (const batch of batches) {
    yield batch;
    await pool.room(MAX_IN_FLIGHT, PATIENCE_MS);
  }
}

async function completed(client: ServerClient): Promise<Stats | null> {
  try {
    await client.action('seed_complete');
    return await client.action<Stats | null>('stats');
  } catch (cause) {
    throw new GeneratorError('broken_off', `the server did not take seed_complete: ${messageOf(cause)}`, { cause });
  }
}

/** Sends batches through one stream and waits for every acknowledgement. Throws as {@link seed}. */
export async function putAll(
  { client, signal }: Pick<SeedOptions, 'client' | 'signal'>,
  metadata: object,
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  onAck: (ack: PutAck) => void,
): Promise<void> {
  if (signal.aborted) throw new Stopped('stopped');
  const put = client.put({ kind: 'path', path: ['k8s-data-generator'] }, onAck, metadata);
  const cancel = (): void => put.cancel();
  signal.addEventListener('abort', cancel);
  try {
    for await (const batch of batches) await put.send(batch);
    await put.finish();
  } catch (cause) {
    put.cancel();
    if (signal.aborted) throw new Stopped('stopped', { cause });
    throw new GeneratorError('broken_off', `the server broke the stream off: ${messageOf(cause)}`, { cause });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Adds acknowledgements up. */
export class Tally {
  accepted = 0;
  rejected = 0;
  private firstError = '';
  private readonly reasons = new Map<string, number>();

  add(ack: PutAck): void {
    this.accepted += ack.accepted ?? 0;
    this.rejected += ack.rejected ?? 0;
    if (this.firstError === '') this.firstError = ack.error ?? '';
    for (const [reason, count] of Object.entries(ack.reasons ?? {})) {
      this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + count);
    }
  }

  /** Reasons with their counts, and the first error. */
  why(): string {
    const reasons = [...this.reasons].map(([reason, count]) => `${reason}: ${grouped(count)}`).join(', ');
    return this.firstError === '' ? reasons : `${reasons}; first: ${this.firstError}`;
  }
}
