/** One run of the program: wait, say what comes, seed, and follow. */
import { writeFileSync } from 'node:fs';
import {
  type AnomalyPlan,
  buildTopology,
  type DataSet,
  planAnomalies,
  sampleCount,
  truthOf,
} from '@chimera/arrow-generator';
import { messageOf } from '@chimera/errors';
import type { Clock } from '@chimera/testing';
import { describeReport, describeSet, estimatedBytes, grouped, iso, megabytes } from './describe.ts';
import { follow } from './follow.ts';
import { GeneratorError } from './generator-error.ts';
import type { Options } from './options.ts';
import type { Pause } from './pause.ts';
import { createProgress, type Terminal } from './progress.ts';
import { type Position, positionAfter, seed } from './seed.ts';
import { isSameSet, openRecordFile, type RecordFile } from './seed-record.ts';
import { type Health, type ServerClient, type Stats, waitForServer } from './server.ts';

export type RunContext = {
  readonly client: ServerClient;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
};

/** Resolves when the seed is in and nobody wants to follow. Throws GeneratorError and Stopped. */
export async function run(options: Options, context: RunContext): Promise<void> {
  const { client, terminal, pause } = context;
  const log = (line: string): void => terminal.write(`k8s-data-generator: ${line}\n`);
  const health = await waitForServer(client, options.target, options.waitSec, pause);
  const record = openRecordFile(options.readyFile);
  const { set, position, plan, startToken } =
    resume(options, health, record, log) ?? (await begin(options, context, record, log));
  if (!options.follow) return;
  log(`following live: ${grouped(sampleCount({ ...set, steps: 1 }))} samples every ${set.intervalSec} s`);
  await follow({
    ...context,
    set,
    plan,
    position,
    startToken,
    log,
    onReseed: () => record.remove(),
    onSeeded: (startToken, steps) => record.write({ startToken, set, steps }),
  });
}

type Begun = {
  readonly set: DataSet;
  readonly plan: AnomalyPlan;
  readonly position: Position;
  readonly startToken: string;
};
type Log = (line: string) => void;

/** A generator that was restarted beside a server that was not: nothing is sent twice. */
function resume({ follow, set: asked }: Options, health: Health, record: RecordFile, log: Log): Begun | null {
  const known = record.read();
  if (!follow || known === null || known.startToken !== health.start_token || health.state !== 'ready') return null;
  if (!isSameSet(known, asked)) return null;
  const { set, steps } = known;
  log(`the server has this data set already, from ${iso(set.startSec)}: going on from there`);
  const plan = planAnomalies(set, buildTopology(set));
  return { set, plan, position: positionAfter(set, plan, steps), startToken: known.startToken };
}

/** How often a seed is begun before a server that breaks it off is given up. */
const SEED_ATTEMPTS = 3;

async function begin(options: Options, context: RunContext, record: RecordFile, log: Log): Promise<Begun> {
  const { set, preset, anomaliesFile, target, waitSec } = options;
  const { client, clock, pause } = context;
  const plan = planAnomalies(set, buildTopology(set));
  for (const line of describeSet(set, preset, plan.anomalies.length)) log(line);
  await refuseWhatCannotFit(client, set);
  record.remove();
  if (set.anomalies > 0) writeTruth(anomaliesFile, set, plan, log);
  for (let attempt = 1; ; attempt++) {
    const { start_token: startToken } = await waitForServer(client, target, waitSec, pause);
    const progress = createProgress(sampleCount(set), clock, context.terminal);
    try {
      const onProgress = (acknowledged: number): void => progress.update(acknowledged);
      const { report, position } = await seed({ ...context, set, plan, steps: set.steps, onProgress });
      progress.done();
      log(describeReport(report));
      record.write({ startToken, set, steps: set.steps });
      return { set, plan, position, startToken };
    } catch (error) {
      progress.done();
      const again = error instanceof GeneratorError && error.type === 'broken_off' && attempt < SEED_ATTEMPTS;
      if (!again) throw error;
      log(`${error.message}; starting over`);
    }
  }
}

async function refuseWhatCannotFit(client: ServerClient, set: DataSet): Promise<void> {
  const stats = await client.action<Stats | null>('stats');
  const limit = stats?.max_memory_bytes;
  const needed = estimatedBytes(set);
  if (limit === undefined || needed <= limit) return;
  throw new GeneratorError(
    'too_large',
    `the set needs about ${megabytes(needed)}, but the server's limit is ${megabytes(limit)}. Choose a smaller set ` +
      '(--preset, --days, --pods, --metrics), or raise the limit: mytsdb --max-memory SIZE',
  );
}

function writeTruth(path: string, set: DataSet, plan: AnomalyPlan, log: Log): void {
  try {
    writeFileSync(path, `${JSON.stringify(truthOf(set, plan), null, 2)}\n`);
  } catch (cause) {
    const message = `cannot write '${path}': ${messageOf(cause)}. Choose another file: --anomalies-file FILE`;
    throw new GeneratorError('file', message, { cause });
  }
  log(`wrote the truth about ${plan.anomalies.length} anomalies to ${path}`);
}
