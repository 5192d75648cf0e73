/** The small preset, made before anything is timed: as Arrow batches, and as remote-write requests. */
import { BatchEncoder, resolveDataSet, Simulation } from '@chimera/arrow-generator';
import { ProtobufWriter } from '@chimera/bytes';
import { invariant } from '@chimera/errors';
import type { RecordBatch } from 'apache-arrow';
import { compressSync } from 'snappy';

export type BenchSeries = { readonly labels: readonly (readonly [string, string])[]; readonly values: Float64Array };

export type BenchData = {
  readonly batches: readonly RecordBatch[];
  readonly series: readonly BenchSeries[];
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly samples: number;
};

/** As in the published figures of the peers: 1,800 series x 40 samples a request. */
const SERIES_PER_REQUEST = 1_800;
const SAMPLES_PER_SERIES = 40;
const NOT_LABELS = new Set(['start', 'step', 'values']);

/** `nowSec`: the end of the set (floored to its interval), Unix seconds. */
export function makeData(nowSec: number): BenchData {
  const resolved = resolveDataSet(new Map(), nowSec);
  invariant('set' in resolved, 'BUG: the default data set was refused');
  const { set } = resolved;
  const simulation = new Simulation(set);
  const encoder = new BatchEncoder(simulation);
  const batches = [...simulation.run(set.steps)].map((block) => encoder.containerBatch(block));
  const series = batches.flatMap(seriesOf);
  const startMs = set.startSec * 1_000;
  const stepMs = set.intervalSec * 1_000;
  return {
    batches,
    series,
    startMs,
    stepMs,
    endMs: startMs + (set.steps - 1) * stepMs,
    samples: series.length * set.steps,
  };
}

function seriesOf(batch: RecordBatch): BenchSeries[] {
  const names = batch.schema.fields.map(({ name }) => name).filter((name) => !NOT_LABELS.has(name));
  const values = batch.getChild('values');
  return Array.from({ length: batch.numRows }, (_, row) => ({
    labels: names
      .map((name) => [name, batch.getChild(name)?.get(row) as string | null] as const)
      .filter((pair): pair is readonly [string, string] => pair[1] !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    values: values?.get(row).toArray() as Float64Array,
  }));
}

/** Remote write 1.0 requests, snappy-compressed, in order of time: Prometheus takes nothing that is hours late. */
export function* remoteWriteRequests({ series, startMs, stepMs }: BenchData): Generator<Buffer> {
  const steps = series[0]?.values.length ?? 0;
  const labels = series.map((one) => {
    const writer = new ProtobufWriter();
    for (const [name, value] of one.labels) writer.message(1, (label) => label.string(1, name).string(2, value));
    return writer.finish();
  });
  for (let from = 0; from < steps; from += SAMPLES_PER_SERIES) {
    for (let first = 0; first < series.length; first += SERIES_PER_REQUEST) {
      const request = new ProtobufWriter(4_194_304);
      for (let i = first; i < Math.min(first + SERIES_PER_REQUEST, series.length); i++) {
        const samples = new ProtobufWriter(1_024);
        const { values } = series[i] as BenchSeries;
        for (let step = from; step < Math.min(from + SAMPLES_PER_SERIES, steps); step++) {
          samples.message(2, (sample) => sample.double(1, values[step] as number).varint(2, startMs + step * stepMs));
        }
        request.bytes(1, Buffer.concat([labels[i] as Uint8Array, samples.finish()]));
      }
      yield compressSync(Buffer.from(request.finish()));
    }
  }
}
