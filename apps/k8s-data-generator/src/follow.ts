/** Goes on live: sends each step when it is due, and seeds again when the server was restarted. */
import { type AnomalyPlan, type DataSet, seriesCount, stepTimeMs } from '@chimera/arrow-generator';
import { messageOf } from '@chimera/errors';
import type { Clock } from '@chimera/testing';
import { describeReport, grouped } from './describe.ts';
import { GeneratorError } from './generator-error.ts';
import { type Pause, Stopped } from './pause.ts';
import { type Position, positionAfter, putAll, type SeedReport, seed, Tally } from './seed.ts';
import type { Health, ServerClient } from './server.ts';

export type FollowOptions = {
  readonly client: ServerClient;
  readonly set: DataSet;
  readonly plan: AnomalyPlan;
  /** The state after what was sent. */
  readonly position: Position;
  /** Of the server that has it. */
  readonly startToken: string;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** The server lost everything: what says otherwise must go. */
  readonly onReseed: () => void;
  /** The server has everything up to (not including) `steps` again. */
  readonly onSeeded: (startToken: string, steps: number, report: SeedReport) => void;
};

/** The server is asked this often whether it is still the same. */
const HEALTH_EVERY_MS = 2000;
const MAX_BACKOFF_MS = 10_000;
/** More steps than this at once go as one batch per container instead of one per step. */
const BULK_STEPS = 20;

/** Runs until the program is told to stop; then throws {@link Stopped}. */
export async function follow(options: FollowOptions): Promise<never> {
  const { client, set, pause, log, clock } = options;
  let { position, startToken } = options;
  let sent = position.simulation.step;
  let backoffMs = 0;
  for (;;) {
    const nextDueMs = stepTimeMs(set, sent) - clock.now();
    await pause(backoffMs > 0 ? backoffMs : Math.min(HEALTH_EVERY_MS, Math.max(50, nextDueMs)));
    try {
      const health = await client.action<Health>('health');
      if (health.start_token !== startToken || health.state === 'seeding') {
        log(health.start_token === startToken ? 'the server was cleared' : 'the server was restarted');
        options.onReseed();
        const again = await seedAgain(options);
        position = again.position;
        startToken = health.start_token;
        log(describeReport(again.report));
        options.onSeeded(startToken, position.simulation.step, again.report);
      } else {
        // After a stream that broke, the state is ahead of what the server has.
        if (position.simulation.step !== sent) position = positionAfter(set, options.plan, sent);
        await sendDue(options, position);
      }
      sent = position.simulation.step;
      if (backoffMs > 0) log('the server answers again');
      backoffMs = 0;
    } catch (error) {
      if (error instanceof Stopped || options.signal.aborted) throw new Stopped('stopped', { cause: error });
      if (error instanceof GeneratorError && error.type === 'rejected') throw error;
      if (backoffMs === 0) log(`cannot reach the server, trying again: ${messageOf(error)}`);
      backoffMs = Math.min(MAX_BACKOFF_MS, Math.max(250, backoffMs * 2));
    }
  }
}

/** Steps whose time has come by now. */
export function dueSteps(set: DataSet, nowMs: number): number {
  return Math.floor((nowMs / 1000 - set.startSec) / set.intervalSec) + 1;
}

async function seedAgain(options: FollowOptions): Promise<{ report: SeedReport; position: Position }> {
  const { client, set, plan, clock, signal, log } = options;
  const steps = dueSteps(set, clock.now());
  log(`seeding it again from the start: ${grouped(seriesCount(set) * steps)} samples`);
  return seed({ client, set, plan, steps, clock, signal, onProgress: () => {} });
}

async function sendDue(options: FollowOptions, { simulation, encoder }: Position): Promise<void> {
  const { set, clock, log } = options;
  const due = dueSteps(set, clock.now());
  if (due <= simulation.step) return;
  const from = simulation.step;
  const tally = new Tally();
  const batches = due - from > BULK_STEPS ? encoder.batches(due) : stepByStep();
  await putAll(options, { seed: false }, batches, (ack) => tally.add(ack));
  if (tally.rejected > 0) {
    log(
      `the server rejected ${grouped(tally.rejected)} of ${grouped(seriesCount(set) * (due - from))} (${tally.why()})`,
    );
  }

  function* stepByStep() {
    while (simulation.step < due) yield* encoder.nextStep();
  }
}
