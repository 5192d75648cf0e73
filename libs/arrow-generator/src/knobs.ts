/** The knobs of the data set: flag, environment variable, range; and the data set that a choice of them gives. */
import { type DataSet, startFor } from './data-set.ts';
import { MAX_SERIES_PER_CONTAINER } from './families/table.ts';
import { checkTogether } from './knob-checks.ts';
import { PRESETS, type Preset, type PresetName, stepsIn } from './presets.ts';

export type KnobName =
  | 'preset'
  | 'days'
  | 'interval'
  | 'end'
  | 'regions'
  | 'zones'
  | 'clusters'
  | 'nodes'
  | 'namespaces'
  | 'services'
  | 'pods-per-service'
  | 'pods'
  | 'containers'
  | 'metrics'
  | 'random-seed'
  | 'anomalies';

export type Knob = {
  /** The flag without its dashes. */
  readonly name: KnobName;
  readonly variable: string;
  readonly help: string;
  /** The default, as the help shows it. */
  readonly fallback: string;
  /** What is allowed, as errors and the help show it. */
  readonly allowed: string;
  /** The number that a text stands for; undefined when it is not allowed. */
  readonly parse: (text: string) => number | undefined;
};

/** A value that somebody gave: where it came from (`--days`, `SEED_DAYS`) and its text. */
export type Given = { readonly source: string; readonly text: string };

export type Resolved =
  | { readonly set: DataSet; readonly preset: PresetName; readonly warnings: readonly string[] }
  | { readonly problems: readonly string[] };

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
/** An interval above it leaves fewer than two samples in `[5m]`. */
const MAX_COMFORTABLE_INTERVAL_SEC = 150;

/** All knobs of the data set, in the order of the help. */
export const KNOBS: readonly Knob[] = [
  {
    name: 'preset',
    variable: 'SEED_PRESET',
    help: 'named size of the data set',
    fallback: 'small',
    allowed: PRESET_NAMES.join(', '),
    parse: (text) => found(PRESET_NAMES.indexOf(text as PresetName)),
  },
  {
    name: 'days',
    variable: 'SEED_DAYS',
    help: 'days before the end that the set covers',
    fallback: 'of the preset: 1 (small) or 7',
    allowed: 'above 0, at most 31, fractions too',
    parse: (text) => inRange(decimal(text), Number.MIN_VALUE, 31),
  },
  whole('interval', 'SEED_INTERVAL', 'seconds between samples', 'of the preset: 15, or 105 (week)', 1, 3600),
  {
    name: 'end',
    variable: 'SEED_END',
    help: 'time of the last sample, floored to the interval',
    fallback: 'now',
    allowed: 'RFC 3339 or Unix seconds, not in the future',
    parse: unixSeconds,
  },
  whole('regions', 'SEED_REGIONS', 'regions', '3', 1, 3),
  whole('zones', 'SEED_ZONES', 'zones per region', '3', 1, 3),
  whole('clusters', 'SEED_CLUSTERS', 'clusters: at least the regions, at most the services', '3', 1, 27),
  whole('nodes', 'SEED_NODES', 'nodes: at least the clusters, at most the pods', '8 (large 20)', 1, 1_000_000),
  whole('namespaces', 'SEED_NAMESPACES', 'namespaces', '5 (large 10)', 1, 100),
  whole('services', 'SEED_SERVICES', 'services per namespace', '2', 1, 100),
  whole('pods-per-service', 'SEED_PODS_PER_SERVICE', 'pods per service', '2 (large 5)', 1, 100),
  whole('pods', 'SEED_PODS', 'pods in all, instead of --pods-per-service', 'none', 1, 1_000_000),
  whole('containers', 'SEED_CONTAINERS', 'containers per pod', '2', 1, 4),
  whole(
    'metrics',
    'SEED_METRICS',
    'series per container; whole metrics are taken while they fit',
    '90',
    1,
    MAX_SERIES_PER_CONTAINER,
  ),
  whole('random-seed', 'SEED_RANDOM', 'the same seed gives the same data', '1', 0, 4_294_967_295),
  whole('anomalies', 'SEED_ANOMALIES', 'anomalies to plant, as many as fit', '0', 0, 100),
];

/**
 * The data set of the given values over their preset; or everything that is wrong with them, each with name, value and
 * allowed range.
 */
export function resolveDataSet(given: ReadonlyMap<KnobName, Given>, nowSec: number): Resolved {
  const problems: string[] = [];
  const numbers = new Map<KnobName, number>();
  for (const { name, allowed, parse } of KNOBS) {
    const value = given.get(name);
    if (value === undefined) continue;
    const number = parse(value.text.trim());
    if (number === undefined) problems.push(`${value.source} '${value.text}': allowed is ${allowed}`);
    else numbers.set(name, number);
  }
  if (problems.length > 0) return { problems };

  const preset = PRESET_NAMES[numbers.get('preset') ?? 0] as PresetName;
  const set = combine(PRESETS[preset], numbers, nowSec);
  problems.push(...checkTogether(set, given, numbers, nowSec));
  if (problems.length > 0) return { problems };
  return { set, preset, warnings: warningsOf(set) };
}

function combine(preset: Preset, numbers: ReadonlyMap<KnobName, number>, nowSec: number): DataSet {
  const pick = (name: KnobName, fallback: number) => numbers.get(name) ?? fallback;
  const intervalSec = pick('interval', preset.intervalSec);
  const steps = stepsIn(pick('days', preset.days), intervalSec);
  const namespaces = pick('namespaces', preset.namespaces);
  const services = pick('services', preset.services);
  const pods = numbers.get('pods');
  return {
    regions: pick('regions', preset.regions),
    zones: pick('zones', preset.zones),
    clusters: pick('clusters', preset.clusters),
    nodes: pick('nodes', preset.nodes),
    namespaces,
    services,
    podsPerService:
      pods === undefined ? pick('pods-per-service', preset.podsPerService) : pods / (namespaces * services),
    containers: pick('containers', preset.containers),
    metrics: pick('metrics', preset.metrics),
    startSec: startFor(pick('end', nowSec), intervalSec, steps),
    intervalSec,
    steps,
    randomSeed: pick('random-seed', 1),
    anomalies: pick('anomalies', 0),
  };
}

function warningsOf(set: DataSet): string[] {
  if (set.intervalSec <= MAX_COMFORTABLE_INTERVAL_SEC) return [];
  return [`an interval of ${set.intervalSec} s leaves fewer than two samples in [5m]: rates over 5m will be empty`];
}

function whole(name: KnobName, variable: string, help: string, fallback: string, min: number, max: number): Knob {
  const allowed = `${min} to ${max}`;
  const parse = (text: string) => inRange(/^-?\d{1,15}$/.test(text) ? Number(text) : undefined, min, max);
  return { name, variable, help, fallback, allowed, parse };
}

function decimal(text: string): number | undefined {
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}

function inRange(value: number | undefined, min: number, max: number): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined;
}

function found(index: number): number | undefined {
  return index < 0 ? undefined : index;
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

function unixSeconds(text: string): number | undefined {
  const seconds = decimal(text) ?? (RFC_3339.test(text) ? Date.parse(text.replace(' ', 'T')) / 1000 : undefined);
  return seconds !== undefined && seconds > 0 && seconds < 1e11 ? seconds : undefined;
}
