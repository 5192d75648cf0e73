import { describe, expect, it } from 'vitest';
import { endSec } from './data-set.ts';
import { type Given, KNOBS, type KnobName, resolveDataSet } from './knobs.ts';

const NOW = 1_789_560_007;

function resolve(values: Partial<Record<KnobName, string>>) {
  const entries = Object.entries(values) as [KnobName, string][];
  return resolveDataSet(
    new Map(entries.map(([name, text]): [KnobName, Given] => [name, { source: `--${name}`, text }])),
    NOW,
  );
}

function setOf(values: Partial<Record<KnobName, string>>) {
  const resolved = resolve(values);
  if ('problems' in resolved) throw new Error(resolved.problems.join('\n'));
  return resolved.set;
}

function problemsOf(values: Partial<Record<KnobName, string>>): string {
  const resolved = resolve(values);
  return 'problems' in resolved ? resolved.problems.join('\n') : '';
}

describe('defaults', () => {
  it('are the small preset, ending now', () => {
    const set = setOf({});
    expect(set).toMatchObject({ nodes: 8, metrics: 90, intervalSec: 15, steps: 5760, randomSeed: 1, anomalies: 0 });
    expect(endSec(set)).toBe(1_789_560_000);
  });

  it('come from the preset, and a knob beats it', () => {
    expect(setOf({ preset: 'large' })).toMatchObject({ nodes: 20, namespaces: 10, podsPerService: 5, steps: 40_320 });
    expect(setOf({ preset: 'week', days: '0.5' })).toMatchObject({ intervalSec: 105, steps: 411 });
  });
});

describe('values', () => {
  it('split --pods over the services', () => expect(setOf({ pods: '30' }).podsPerService).toBe(3));
  it('floor --end to the interval', () => {
    expect(endSec(setOf({ end: '2026-09-16T11:59:59Z' }))).toBe(1_789_560_000 - 15);
    expect(endSec(setOf({ end: '1789559999.5' }))).toBe(1_789_560_000 - 15);
  });
  it('warn of an interval that empties [5m]', () => {
    expect(resolve({ interval: '151' })).toMatchObject({ warnings: [expect.stringContaining('[5m]')] });
    expect(resolve({ interval: '150' })).toMatchObject({ warnings: [] });
  });
  it('reach the upper end of the seed: 9,000 pods and 100 metric types', () => {
    const set = setOf({ preset: 'large', namespaces: '90', services: '10', 'pods-per-service': '10', metrics: '189' });
    expect(set.podsPerService * set.namespaces * set.services).toBe(9000);
  });
});

describe('a bad value is refused with name, value and range', () => {
  it.each<[Partial<Record<KnobName, string>>, string]>([
    [{ preset: 'huge' }, "--preset 'huge': allowed is small, week, medium, large"],
    [{ days: '-1' }, "--days '-1': allowed is above 0, at most 31, fractions too"],
    [{ days: '0' }, "--days '0'"],
    [{ days: '32' }, "--days '32'"],
    [{ days: 'NaN' }, "--days 'NaN'"],
    [{ days: '' }, "--days ''"],
    [{ days: '0.0002' }, 'must hold at least two steps of 15 s'],
    [{ interval: '0' }, "--interval '0': allowed is 1 to 3600"],
    [{ interval: '1.5' }, "--interval '1.5'"],
    [{ end: '2026-09-16T12:00:08Z' }, 'must not be in the future'],
    [{ end: 'yesterday' }, 'RFC 3339 or Unix seconds'],
    [{ regions: '4' }, "--regions '4': allowed is 1 to 3"],
    [{ zones: '0' }, 'allowed is 1 to 3'],
    [{ clusters: '2' }, 'at least the regions, 3'],
    [{ clusters: '11', regions: '1' }, 'at most the services, 10'],
    [{ clusters: '28' }, 'allowed is 1 to 27'],
    [{ nodes: '2' }, 'at least the clusters, 3, and at most the pods, 20'],
    [{ nodes: '21' }, 'at most the pods, 20'],
    [{ nodes: '20' }, 'each node must get a pod'],
    [{ namespaces: '101' }, 'allowed is 1 to 100'],
    [{ services: '0' }, 'allowed is 1 to 100'],
    [{ 'pods-per-service': '101' }, 'allowed is 1 to 100'],
    [{ pods: '25' }, 'multiple of namespaces x services, 10: 10 to 1000'],
    [{ pods: '20', 'pods-per-service': '2' }, 'not both'],
    [{ containers: '5' }, 'allowed is 1 to 4'],
    [{ metrics: '190' }, 'allowed is 1 to 189'],
    [{ metrics: '9e1' }, "--metrics '9e1'"],
    [{ 'random-seed': '4294967296' }, 'allowed is 0 to 4294967295'],
    [{ anomalies: '101' }, 'allowed is 0 to 100'],
  ])('%j', (values, message) => expect(problemsOf(values)).toContain(message));

  it('reports everything at once', () => {
    expect(problemsOf({ days: '-1', preset: 'huge', metrics: 'x' }).split('\n')).toHaveLength(3);
  });
});

it('has a flag and a variable for each knob, all different', () => {
  expect(new Set(KNOBS.map(({ name }) => name)).size).toBe(16);
  expect(new Set(KNOBS.map(({ variable }) => variable)).size).toBe(16);
  for (const { variable } of KNOBS) expect(variable).toMatch(/^SEED_[A-Z_]+$/);
});
