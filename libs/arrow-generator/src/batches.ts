/** Arrow record batches in the *series rows* layout: label columns, `start`, `step`, and `values` as a list. */
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
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { stepTimeMs } from './data-set.ts';
import { ALL_SERIES, metadataFor } from './families/table.ts';
import { CONTAINER_LABELS, type Container } from './labels.ts';
import type { Allocate, ContainerBlock, Simulation } from './simulation.ts';

/** Key of the schema's custom metadata: JSON of `{family: {type, help, unit}}`. */
export const METRIC_METADATA_KEY = 'chimera.metric_metadata';

/** Rows of one live batch: some 5 MB with all labels. */
const MAX_LIVE_ROWS = 40_000;

type LabelType = Dictionary<Utf8, Int32>;

/** One label column: its dictionary, which is the same in every batch, and where each row's value lies in it. */
type LabelColumn = {
  readonly field: Field<LabelType>;
  readonly dictionary: Vector<Utf8>;
  /** Fills `indices` from `at` with one container's rows. Absent labels are left out of `validity`. */
  fill(container: Container, indices: Int32Array, at: number): void;
  /** Rows without this label, of one container; undefined when all have it. */
  readonly absent: readonly boolean[] | undefined;
};

/** Encodes the blocks of one simulation. Values are not copied: a batch holds the very arrays of its blocks. */
export class BatchEncoder {
  readonly schema: Schema;
  private readonly simulation: Simulation;
  private readonly columns: readonly LabelColumn[];
  private readonly valuesField = new Field('values', new List(new Field('item', new Float64(), false)), false);

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.columns = labelColumns(simulation);
    this.schema = new Schema(
      [
        ...this.columns.map(({ field }) => field),
        new Field('start', new TimestampMillisecond(), false),
        new Field('step', new Int64(), false),
        this.valuesField,
      ],
      new Map([[METRIC_METADATA_KEY, JSON.stringify(metadataFor(simulation.set.metrics))]]),
    );
  }

  /** One batch of one container: a row per series. */
  containerBatch(block: ContainerBlock): RecordBatch {
    return this.batch([block.container], block.firstStep, block.count, block.values);
  }

  /** Generates the next step of all containers, a value per row, in batches of at most {@link MAX_LIVE_ROWS} rows. */
  *nextStep(): Generator<RecordBatch> {
    const { simulation } = this;
    const { rows, step } = simulation;
    const room = Math.max(1, Math.min(simulation.topology.containers.length, Math.floor(MAX_LIVE_ROWS / rows)));
    let values = new Float64Array(room * rows);
    let containers: Container[] = [];
    const allocate = (_container: Container, length: number): Float64Array => {
      const from = containers.length * rows;
      return values.subarray(from, from + length);
    };
    for (const { container } of simulation.run(step + 1, allocate)) {
      containers.push(container);
      if (containers.length < room) continue;
      yield this.batch(containers, step, 1, values);
      values = new Float64Array(room * rows);
      containers = [];
    }
    if (containers.length > 0) yield this.batch(containers, step, 1, values.subarray(0, containers.length * rows));
  }

  /** Generates up to (not including) step `until`, a batch per container and slice. */
  *batches(until: number, allocate?: Allocate): Generator<RecordBatch> {
    for (const block of this.simulation.run(until, allocate)) yield this.containerBatch(block);
  }

  private batch(containers: readonly Container[], firstStep: number, count: number, values: Float64Array): RecordBatch {
    const { set, rows } = this.simulation;
    const length = rows * containers.length;
    const startMs = new BigInt64Array(length).fill(BigInt(stepTimeMs(set, firstStep)));
    const stepMs = new BigInt64Array(length).fill(BigInt(set.intervalSec * 1000));
    const offsets = Int32Array.from({ length: length + 1 }, (_, row) => row * count);
    const list = makeData({
      type: this.valuesField.type,
      length,
      nullCount: 0,
      valueOffsets: offsets,
      child: makeData({ type: new Float64(), length: length * count, nullCount: 0, data: values }),
    });
    const children = [
      ...this.columns.map((column) => labelData(column, containers, rows)),
      makeData({ type: new TimestampMillisecond(), length, nullCount: 0, data: startMs }),
      makeData({ type: new Int64(), length, nullCount: 0, data: stepMs }),
      list,
    ];
    const type = new Struct(this.schema.fields);
    return new RecordBatch(this.schema, makeData({ type, length, nullCount: 0, children }));
  }
}

function labelData({ field, dictionary, fill, absent }: LabelColumn, containers: readonly Container[], rows: number) {
  const length = rows * containers.length;
  const indices = new Int32Array(length);
  containers.forEach((container, position) => fill(container, indices, position * rows));
  const base = { type: field.type, length, data: indices, dictionary };
  if (absent === undefined) return makeData({ ...base, nullCount: 0 });
  const nullBitmap = new Uint8Array(Math.ceil(length / 64) * 8);
  let nullCount = 0;
  for (let row = 0; row < length; row++) {
    if (absent[row % rows] === true) nullCount++;
    else nullBitmap[row >> 3] = (nullBitmap[row >> 3] as number) | (1 << (row & 7));
  }
  return makeData({ ...base, nullCount, nullBitmap });
}

function labelColumns(simulation: Simulation): LabelColumn[] {
  const { rows, topology } = simulation;
  const series = ALL_SERIES.slice(0, rows);
  const columns = [
    rowColumn(
      '__name__',
      series.map(({ name }) => name),
    ),
  ];
  for (const label of CONTAINER_LABELS) {
    columns.push(containerColumn(label, rows, topology.containers, (container) => container.labels[label]));
  }
  const extraNames = new Set(series.flatMap(({ labels }) => Object.keys(labels)));
  for (const name of extraNames)
    columns.push(
      rowColumn(
        name,
        series.map(({ labels }) => labels[name]),
      ),
    );
  const own = (['replicaset', 'cluster_ip'] as const).filter((name) =>
    series.some(({ family }) => family.perContainerLabel === name),
  );
  for (const name of own) {
    const absent = series.map(({ family }) => family.perContainerLabel !== name);
    const valueOf = (container: Container) => (name === 'replicaset' ? container.replicaset : container.clusterIp);
    columns.push({ ...containerColumn(name, rows, topology.containers, valueOf), absent });
  }
  return columns;
}

/** A column whose values depend on the row alone: the same for every container. */
function rowColumn(name: string, values: readonly (string | undefined)[]): LabelColumn {
  const distinct = [...new Set(values.filter((value) => value !== undefined))];
  const template = Int32Array.from(values, (value) => (value === undefined ? 0 : distinct.indexOf(value)));
  const absent = values.map((value) => value === undefined);
  return {
    ...dictionaryColumn(name, distinct, absent.includes(true) ? absent : undefined),
    fill: (_container, indices, at) => indices.set(template, at),
  };
}

/** A column whose value depends on the container alone. */
function containerColumn(
  name: string,
  rows: number,
  containers: readonly Container[],
  valueOf: (container: Container) => string,
): LabelColumn {
  const positions = new Map<string, number>();
  const indexOf = containers.map((container) => {
    const value = valueOf(container);
    const position = positions.get(value) ?? positions.size;
    positions.set(value, position);
    return position;
  });
  return {
    ...dictionaryColumn(name, [...positions.keys()], undefined),
    fill: (container, indices, at) => {
      indices.fill(indexOf[container.index] as number, at, at + rows);
    },
  };
}

function dictionaryColumn(name: string, values: readonly string[], absent: readonly boolean[] | undefined) {
  const type = new Dictionary(new Utf8(), new Int32());
  return { field: new Field(name, type, true), dictionary: vectorFromArray(values, new Utf8()), absent };
}
