/**
 * What an exporter exposes, in a small text file beside its component (`<component>.families.txt`): Prometheus' text
 * format with real names, labels and types of the pinned version, and comments that say how values move.
 *
 *     # store MyTSDB Prometheus                  where the samples go; Prometheus by default
 *     # target {job="x",instance="y"}            one target exposes what follows; several in a row expose the same
 *     # target {job="x",instance="y"} honor_labels
 *     # HELP name text
 *     # TYPE name counter|gauge|histogram|summary|untyped
 *     name{label="value"} 42                     gauges stay; counters, `_bucket`, `_sum`, `_count` grow as if from zero in a day
 *     name{label="value"} 42 # +2.5/s            grows by that
 *     name{label="value"} 42 # ~0.2              swings by 20 % around the value
 *     name{label="value"} 0 # now-60s            Unix time: that long before the end of the data
 *     name{label="value"} 0 # clock-5s           Unix time of each sample, less that
 *
 * The value written is the one at the end of the data. Other comments are for readers.
 */

export type FamilyType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';

export type Motion =
  | { readonly kind: 'still' }
  /** Per second. */
  | { readonly kind: 'growth'; readonly perSec: number }
  /** Relative amplitude. */
  | { readonly kind: 'swing'; readonly share: number }
  /** Seconds from the end of the data. */
  | { readonly kind: 'fixed-time'; readonly offsetSec: number }
  /** Seconds from each sample. */
  | { readonly kind: 'moving-time'; readonly offsetSec: number };

export type Labels = Readonly<Record<string, string>>;

export type ExposedSeries = {
  /** Of the series: with `_bucket` and the like. */
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
  readonly motion: Motion;
};

export type Target = { readonly labels: Labels; readonly honorLabels: boolean };

export type Exposition = {
  readonly targets: readonly Target[];
  readonly types: ReadonlyMap<string, FamilyType>;
  readonly series: readonly ExposedSeries[];
};

export type StoreName = 'Prometheus' | 'MyTSDB';

export type FamilyFile = {
  readonly stores: readonly StoreName[];
  readonly expositions: readonly Exposition[];
};

const DAY_SEC = 86_400;
const TYPES: ReadonlySet<string> = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped']);
const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)(?: # (\\S+))?$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/gy;

/** Throws Error with file name and line for anything that is not of the format. */
export function parseFamilies(text: string, file: string): FamilyFile {
  let stores: readonly StoreName[] = ['Prometheus'];
  const expositions: { targets: Target[]; types: Map<string, FamilyType>; series: ExposedSeries[] }[] = [];
  const helped = new Set<string>();
  for (const [i, line] of text.split('\n').entries()) {
    const fail = (message: string): never => {
      throw new Error(`${file}:${i + 1}: ${message}: ${line}`);
    };
    const comment = /^# (store|target|HELP|TYPE) (.*)$/.exec(line);
    if (comment === null && (line === '' || line.startsWith('#'))) continue;
    const current = expositions.at(-1);
    const [, kind, rest = ''] = comment ?? [];
    if (kind === 'store') {
      stores = rest.split(' ').map((name) => (isStore(name) ? name : fail('no such store')));
    } else if (kind === 'target') {
      const [, labels, honor] = /^\{(.*)\}( honor_labels)?$/.exec(rest) ?? fail('not {labels}');
      const target = { labels: parseLabels(labels ?? '') ?? fail('bad labels'), honorLabels: honor !== undefined };
      if (target.labels['job'] === undefined || target.labels['instance'] === undefined)
        fail('a target needs job and instance');
      if (current !== undefined && current.types.size === 0) current.targets.push(target);
      else expositions.push({ targets: [target], types: new Map(), series: [] });
    } else if (current === undefined) {
      fail('no target before it');
    } else if (kind === 'HELP') {
      helped.add(rest.split(' ')[0] as string);
    } else if (kind === 'TYPE') {
      const [name = '', type = ''] = rest.split(' ');
      if (!TYPES.has(type)) fail('no such type');
      if (current.types.has(name)) fail('the second TYPE of that name');
      if (!helped.has(name)) fail('no HELP before it');
      current.types.set(name, type as FamilyType);
    } else {
      const [, name = '', labelText = '', number = '', motion] = SAMPLE.exec(line) ?? fail('not a sample');
      const type = typeOf(current.types, name) ?? fail('no TYPE before it');
      const value = Number(number.replace('Inf', 'Infinity'));
      if (Number.isNaN(value) && number !== 'NaN') fail('not a number');
      const labels = parseLabels(labelText) ?? fail('bad labels');
      const moves = motion === undefined ? atRest(type, name, value) : (parseMotion(motion) ?? fail('no such motion'));
      current.series.push({ name, labels, value, motion: moves });
    }
  }
  if (expositions.every(({ series }) => series.length === 0)) throw new Error(`${file}: no series`);
  return { stores, expositions };
}

function isStore(name: string): name is StoreName {
  return name === 'Prometheus' || name === 'MyTSDB';
}

/** Type of the family that a series belongs to. */
function typeOf(types: ReadonlyMap<string, FamilyType>, name: string): FamilyType | null {
  const own = types.get(name);
  if (own !== undefined) return own === 'histogram' ? null : own;
  const suffix = /_(bucket|sum|count)$/.exec(name);
  if (suffix === null) return null;
  const type = types.get(name.slice(0, suffix.index));
  return type === 'histogram' || (type === 'summary' && suffix[1] !== 'bucket') ? type : null;
}

function atRest(type: FamilyType, name: string, value: number): Motion {
  const rises = type === 'counter' || type === 'histogram' || (type === 'summary' && /_(sum|count)$/.test(name));
  return rises ? { kind: 'growth', perSec: value / DAY_SEC } : { kind: 'still' };
}

function parseMotion(text: string): Motion | null {
  const growth = /^\+(.+)\/s$/.exec(text);
  if (growth !== null) return finite(Number(growth[1]), (perSec) => ({ kind: 'growth', perSec }));
  if (text.startsWith('~')) return finite(Number(text.slice(1)), (share) => ({ kind: 'swing', share }));
  const [, kind, offset] = /^(now|clock)(?:([+-]\d+)s)?$/.exec(text) ?? [];
  if (kind === undefined) return null;
  return { kind: kind === 'now' ? 'fixed-time' : 'moving-time', offsetSec: Number(offset ?? 0) };
}

function finite(value: number, make: (value: number) => Motion): Motion | null {
  return Number.isFinite(value) ? make(value) : null;
}

function parseLabels(text: string): Labels | null {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  let at = 0;
  for (let match = LABEL.exec(text); match !== null; match = LABEL.exec(text)) {
    const [, name = '', value = ''] = match;
    if (name in labels) return null;
    labels[name] = value.replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    at = LABEL.lastIndex;
  }
  return at === text.length ? labels : null;
}
