/** The info series of a query: which of them describes a target at each step. */
import type { Position } from '@chimera/promql-parser';
import { type Labels, labelsKeyOn, labelValue, metricName } from '@chimera/tsdb-model';
import { StepColumn } from '@chimera/tsdb-storage';
import { labelSetText } from '../label-set-text.ts';
import type { EvalContext, OutputSeries } from '../operator.ts';
import { vectorSelector } from '../operators/vector-selector.ts';
import { QueryError } from '../query-error.ts';
import type { InfoMatchers } from './info-matchers.ts';
import type { InfoReference } from './info-reference.ts';

/** The labels by which an info series belongs to other series. */
const IDENTIFYING: ReadonlySet<string> = new Set(['instance', 'job']);

/** The key of the target that a series is about. */
export function targetKey(labels: Labels): string {
  return labelsKeyOn(labels, IDENTIFYING);
}

/** The series of one info metric that are about one target: the newest sample wins. */
export type InfoTrack = {
  /** By step: the labels of the series that holds then, null where none does. */
  readonly labels: readonly (Labels | null)[];
  /** Unix ms of its sample. */
  readonly timesMs: Float64Array;
};

/** Tracks by target; those of one target in the order of the info metrics' names. */
export type InfoSeries = ReadonlyMap<string, readonly InfoTrack[]>;

/**
 * Reads the info series of the targets that `bases` are about. Throws QueryError when two series of one metric and target
 * have samples of the same time, and for native histograms.
 */
export async function readInfoSeries(
  bases: readonly OutputSeries[],
  { names, data }: InfoMatchers,
  { atMs, offsetMs }: InfoReference,
  position: Position,
  context: EvalContext,
): Promise<InfoSeries> {
  const { budget, grid } = context;
  const wanted = targetsOf(bases);
  if (!wanted.any) return new Map();
  const selector = vectorSelector(
    {
      kind: 'vectorSelector',
      name: '',
      matchers: [...names, ...data],
      offset: { kind: 'literal', ms: offsetMs, position },
      at: atMs === null ? null : { kind: 'timestamp', timestampMs: atMs },
      extension: null,
      position,
    },
    context,
  );
  const tracks = new Map<string, Map<string, MutableTrack>>();
  const column = new StepColumn(grid.count);
  column.timestamps = new Float64Array(grid.count);
  for (const [index, { labels }] of (await selector.series()).entries()) {
    if (!wanted.has(labels)) continue;
    budget.check();
    selector.read(index, column);
    const byName = getOrMake(tracks, targetKey(labels), () => new Map<string, MutableTrack>());
    const track = getOrMake(byName, metricName(labels), () => {
      budget.hold(grid.count);
      return { labels: new Array<Labels | null>(grid.count).fill(null), timesMs: new Float64Array(grid.count) };
    });
    follow(track, labels, column);
  }
  return new Map(Array.from(tracks, ([key, byName]) => [key, inOrderOfNames(byName)]));
}

type MutableTrack = { readonly labels: (Labels | null)[]; readonly timesMs: Float64Array };

function follow(track: MutableTrack, labels: Labels, { present, timestamps, histograms, count }: StepColumn): void {
  for (let k = 0; k < count; k++) {
    if (present[k] === 0) continue;
    if ((histograms?.[k] ?? null) !== null) throw new QueryError('execution', 'info sample should be float');
    const time = timestamps?.[k] as number;
    const known = track.labels[k] as Labels | null;
    if (known !== null) {
      const knownTime = track.timesMs[k] as number;
      if (knownTime === time) {
        throw new QueryError(
          'execution',
          `found duplicate series for info metric: existing ${labelSetText(known)} @ ${time}, new ${labelSetText(labels)} @ ${time}`,
        );
      }
      if (knownTime > time) continue;
    }
    track.labels[k] = labels;
    track.timesMs[k] = time;
  }
}

/**
 * Which targets are asked for. As in Prometheus that is decided label by label, among series that have the same
 * identifying labels: an instance of one series and a job of another make a target too.
 */
function targetsOf(bases: readonly OutputSeries[]): { readonly any: boolean; has(labels: Labels): boolean } {
  const values = new Map<string, Map<string, Set<string>>>();
  const shapeOf = (labels: Labels): string =>
    [...IDENTIFYING].filter((name) => labelValue(labels, name) !== '').join(' ');
  for (const { labels } of bases) {
    const shape = shapeOf(labels);
    if (shape === '') continue;
    const byLabel = getOrMake(values, shape, () => new Map<string, Set<string>>());
    for (const name of shape.split(' ')) {
      getOrMake(byLabel, name, () => new Set<string>()).add(labelValue(labels, name));
    }
  }
  return {
    any: values.size > 0,
    has: (labels) => {
      const byLabel = values.get(shapeOf(labels));
      return byLabel !== undefined && [...byLabel].every(([name, known]) => known.has(labelValue(labels, name)));
    },
  };
}

function inOrderOfNames(tracks: ReadonlyMap<string, InfoTrack>): readonly InfoTrack[] {
  return [...tracks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, track]) => track);
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
