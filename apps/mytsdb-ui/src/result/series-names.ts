/** How series are told apart: what all have in common is said once, the rest per series. */
import type { Labels } from '../api/client.ts';

export type SeriesNames = {
  /** Labels with one and the same value everywhere. */
  readonly common: readonly (readonly [string, string])[];
  /** Names of the others, `__name__` first. */
  readonly varying: readonly string[];
};

export function namesOf(all: readonly Labels[]): SeriesNames {
  const names = [...new Set(all.flatMap((labels) => Object.keys(labels)))].sort();
  const first = all[0] ?? {};
  const isCommon = (name: string): boolean => all.length > 1 && all.every((labels) => labels[name] === first[name]);
  return {
    common: names.filter(isCommon).map((name) => [name, first[name] ?? ''] as const),
    varying: names.filter((name) => !isCommon(name)),
  };
}

/** As many labels as fit a legend's line. */
const FEW = 3;

/**
 * Of the labels in `varying` those that tell the series apart. Few are all kept, since somebody asked for them; of many,
 * which a plain selector brings, each step takes the one that tells most series apart. An address is taken last.
 */
export function tellingApart(all: readonly Labels[], varying: readonly string[]): readonly string[] {
  if (varying.length <= FEW) return varying;
  const kinds = (names: readonly string[]): number =>
    new Set(all.map((labels) => JSON.stringify(names.map((name) => labels[name] ?? null)))).size;
  const wanted = kinds(varying);
  const chosen: string[] = varying.filter((name) => name === '__name__');
  const others = varying.filter((name) => name !== '__name__' && name !== 'instance');
  while (kinds(chosen) < wanted) {
    const counts = others.map((name) => kinds([...chosen, name]));
    const most = Math.max(...counts);
    // Where no other label helps, the address must.
    chosen.push(most > kinds(chosen) ? (others[counts.indexOf(most)] as string) : 'instance');
  }
  return varying.filter((name) => chosen.includes(name));
}

/** `name{label="value"}` of the given labels; `{}` for none, as Prometheus prints it. */
export function seriesText(labels: Labels, only?: readonly string[]): string {
  const names = (only ?? Object.keys(labels).sort()).filter((name) => name in labels);
  const metric = names.includes('__name__') ? (labels['__name__'] ?? '') : '';
  const rest = names.filter((name) => name !== '__name__').map((name) => `${name}=${JSON.stringify(labels[name])}`);
  return rest.length === 0 && metric !== '' ? metric : `${metric}{${rest.join(', ')}}`;
}

/** The values alone, which is what tells lines apart; the whole text where a metric name or nothing else is left. */
export function shortText(labels: Labels, varying: readonly string[]): string {
  const names = varying.filter((name) => name in labels);
  if (names.length === 0 || names.includes('__name__')) return seriesText(labels, varying);
  return names.map((name) => labels[name]).join(' \u00b7 ');
}
