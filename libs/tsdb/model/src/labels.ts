/**
 * A label set as one flat, immutable array: name, value, name, value, ... sorted by name (code points), names unique,
 * no empty value (an empty value means that the label is absent). The metric name is the label `__name__`.
 */
import { compareStrings } from './strings.ts';

export type Labels = readonly string[];

/** The label that holds the metric name. */
export const METRIC_NAME = '__name__';

export const EMPTY_LABELS: Labels = [];

/** Builds a label set from names and values in any order; empty values are left out; the last of equal names wins. */
export function labelsFrom(source: Readonly<Record<string, string>> | Iterable<readonly [string, string]>): Labels {
  const entries = Symbol.iterator in source ? source : Object.entries(source as Record<string, string>);
  const map = new Map<string, string>(entries as Iterable<readonly [string, string]>);
  const names = [...map.keys()].filter((name) => map.get(name) !== '').sort(compareStrings);
  return names.flatMap((name) => [name, map.get(name) as string]);
}

/** The value of a label; '' when it is absent, as in Prometheus. */
export function labelValue(labels: Labels, name: string): string {
  for (let i = 0; i < labels.length; i += 2) if (labels[i] === name) return labels[i + 1] as string;
  return '';
}

/** The metric name; '' when there is none. */
export function metricName(labels: Labels): string {
  return labelValue(labels, METRIC_NAME);
}

/** Names in order. */
export function labelNames(labels: Labels): string[] {
  return labels.filter((_, i) => i % 2 === 0);
}

/** A string that two label sets share exactly when they are equal. U+0000 never occurs in a valid label name. */
export function labelsKey(labels: Labels): string {
  return labels.join('\u0000');
}

/** The key of the labels in `names` only (`names` must be a set of label names). */
export function labelsKeyOn(labels: Labels, names: ReadonlySet<string>): string {
  let key = '';
  for (let i = 0; i < labels.length; i += 2) {
    if (names.has(labels[i] as string)) key += `${labels[i]}\u0000${labels[i + 1]}\u0000`;
  }
  return key;
}

/** The key of all labels but those in `names` and the metric name. */
export function labelsKeyWithout(labels: Labels, names: ReadonlySet<string>): string {
  let key = '';
  for (let i = 0; i < labels.length; i += 2) {
    const name = labels[i] as string;
    if (name !== METRIC_NAME && !names.has(name)) key += `${name}\u0000${labels[i + 1]}\u0000`;
  }
  return key;
}

/** Only the labels in `names`. */
export function keepLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return labels.filter((_, i) => names.has(labels[i - (i % 2)] as string));
}

/** All labels but those in `names`. */
export function dropLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return labels.filter((_, i) => !names.has(labels[i - (i % 2)] as string));
}

const ONLY_METRIC_NAME: ReadonlySet<string> = new Set([METRIC_NAME]);

/** All labels but the metric name. */
export function dropMetricName(labels: Labels): Labels {
  return labels.includes(METRIC_NAME) ? dropLabels(labels, ONLY_METRIC_NAME) : labels;
}

/** A copy with one label set, or removed when `value` is ''. */
export function withLabel(labels: Labels, name: string, value: string): Labels {
  const map = new Map(labelPairs(labels));
  map.set(name, value);
  return labelsFrom(map);
}

/** Name and value pairs, in order. */
export function labelPairs(labels: Labels): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i < labels.length; i += 2) pairs.push([labels[i] as string, labels[i + 1] as string]);
  return pairs;
}

export function equalLabels(a: Labels, b: Labels): boolean {
  return a === b || (a.length === b.length && a.every((text, i) => text === b[i]));
}

/** Order of label sets as Prometheus' `labels.Compare`: pair by pair, name before value, shorter first. */
export function compareLabels(a: Labels, b: Labels): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareStrings(a[i] as string, b[i] as string);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** As Prometheus prints a series: `name{label="value", ...}`, names quoted where they are not plain identifiers. */
export function formatLabels(labels: Labels): string {
  const name = metricName(labels);
  const plainName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name);
  const parts: string[] = [];
  if (name !== '' && !plainName) parts.push(JSON.stringify(name));
  for (const [label, value] of labelPairs(labels)) {
    if (label === METRIC_NAME) continue;
    const shown = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) ? label : JSON.stringify(label);
    parts.push(`${shown}=${JSON.stringify(value)}`);
  }
  if (plainName && parts.length === 0) return name;
  return `${plainName ? name : ''}{${parts.join(', ')}}`;
}
