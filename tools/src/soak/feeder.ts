/**
 * The soak's writer, a process of its own: sends one metric for many series over Flight at a steady rate, and prints
 * what was acknowledged, a JSON line a second. Value = sample number, so that sums are exact and gaps show.
 *
 * Usage: feeder.ts HOST:PORT METRIC SERIES STEP_MS START_MS
 */
import { createFlightClient } from '@chimera/ingest-flight';
import {
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';

const [target = '', metric = '', seriesText = '', stepText = '', startText = ''] = process.argv.slice(2);
const series = Number(seriesText);
const stepMs = Number(stepText);
const startMs = Number(startText);
const BATCH_MS = 500;

const names = vectorFromArray(
  Array.from({ length: series }, (_, i) => `s-${i}`),
  new Dictionary(new Utf8(), new Int32(), 1),
);
const listType = new List(new Field('item', new Float64(), false));
const schema = new Schema([
  new Field('series', names.type, false),
  new Field('start', new TimestampMillisecond(), false),
  new Field('step', new Int64(), false),
  new Field('values', listType, false),
]);

/** All series for sample numbers `first` to `first + count - 1`. */
function batch(first: number, count: number): RecordBatch {
  const values = new Float64Array(series * count);
  for (let i = 0; i < count; i++) values[i] = first + i;
  for (let row = 1; row < series; row++) values.copyWithin(row * count, 0, count);
  const offsets = Int32Array.from({ length: series + 1 }, (_, row) => row * count);
  const child = makeData({ type: new Float64(), length: values.length, data: values });
  const children = [
    names.data[0],
    makeData({
      type: new TimestampMillisecond(),
      length: series,
      data: new BigInt64Array(series).fill(BigInt(startMs + first * stepMs)),
    }),
    makeData({ type: new Int64(), length: series, data: new BigInt64Array(series).fill(BigInt(stepMs)) }),
    makeData({ type: listType, length: series, valueOffsets: offsets, child }),
  ];
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: series, children: children as never }),
  );
}

let stopping = false;
process.on('SIGTERM', () => {
  stopping = true;
});

const client = createFlightClient(target);
await client.ready(10_000);
let accepted = 0;
let rejected = 0;
let acknowledgedBatches = 0;
const put = client.put(
  { kind: 'path', path: [metric] },
  (ack) => {
    if (ack.accepted === undefined) return;
    accepted += ack.accepted;
    rejected += ack.rejected ?? 0;
    acknowledgedBatches++;
  },
  { seed: false },
);
const report = (): void => console.log(JSON.stringify({ accepted, rejected }));
const ticker = setInterval(report, 1_000);

const perBatch = Math.floor(BATCH_MS / stepMs);
let sentBatches = 0;
try {
  while (!stopping) {
    const dueMs = startMs + (sentBatches + 1) * perBatch * stepMs;
    const waitMs = dueMs - Date.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    // At most four batches unacknowledged: the writer's backpressure reaches the source.
    if (sentBatches - acknowledgedBatches >= 4) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      continue;
    }
    await put.send(batch(sentBatches * perBatch, perBatch));
    sentBatches++;
  }
  await put.finish();
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
clearInterval(ticker);
report();
client.close();
