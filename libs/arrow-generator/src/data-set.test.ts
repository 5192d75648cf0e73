import { describe, expect, it } from 'vitest';
import { sampleCount, seriesCount, startFor } from './data-set.ts';
import { ALL_SERIES, FAMILIES, familiesFor, MAX_SERIES_PER_CONTAINER, seriesPerContainer } from './families/table.ts';
import type { PresetName } from './presets.ts';
import { presetAt } from './testing-sets.ts';

describe('the table of families', () => {
  it('has 100 families and 189 series, the first 56 and 90 of which are the default', () => {
    expect(FAMILIES).toHaveLength(100);
    expect(MAX_SERIES_PER_CONTAINER).toBe(189);
    expect(familiesFor(90)).toHaveLength(56);
    expect(seriesPerContainer(90)).toBe(90);
    expect(new Set(ALL_SERIES.slice(0, 90).map(({ name }) => name)).size).toBe(58);
  });

  it('has no two series with the same name and labels', () => {
    const keys = ALL_SERIES.map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).sort()]));
    expect(new Set(keys).size).toBe(189);
  });

  it('takes whole families only, in order', () => {
    expect(seriesPerContainer(130)).toBe(128);
    expect(seriesPerContainer(29)).toBe(22);
    expect(seriesPerContainer(1)).toBe(1);
    expect(familiesFor(60).at(-1)?.name).toBe('http_requests_total');
  });

  it('reaches exactly the totals of the description beyond 90', () => {
    const reachable = new Set(Array.from({ length: 99 }, (_, i) => seriesPerContainer(91 + i)));
    const expected = [
      91, 92, 93, 94, 95, 96, 97, 100, 101, 102, 103, 104, 105, 106, 107, 109, 121, 122, 123, 124, 125, 126, 127, 128,
      138, 148, 149, 151, 152, 153, 167, 168, 170, 171, 172, 179, 180, 181, 184, 185, 186, 187, 188, 189,
    ];
    expect([...reachable]).toEqual(expected);
  });
});

describe('counts by the formula', () => {
  it.each<[PresetName, number, number]>([
    ['small', 3600, 20_736_000],
    ['week', 3600, 20_736_000],
    ['medium', 3600, 145_152_000],
    ['large', 18_000, 725_760_000],
  ])('%s: %i series, %i samples', (name, series, samples) => {
    const set = presetAt(name);
    expect(seriesCount(set)).toBe(series);
    expect(sampleCount(set)).toBe(samples);
  });
});

it('aligns the end of a set to the interval', () => {
  expect(startFor(1000, 15, 3)).toBe(990 - 30);
  expect(startFor(990, 15, 3)).toBe(990 - 30);
});
