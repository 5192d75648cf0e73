/** Which label sets may become series: the rules of the data model, and the limits. */
import { compareStrings, type Labels, METRIC_NAME } from '@chimera/tsdb-model';
import type { HeadLimits } from './options.ts';

/** Null when the labels are fine, else what is wrong with them and what to do. */
export function labelsProblem(labels: Labels, limits: HeadLimits): string | null {
  if (labels.length % 2 !== 0) return 'a label without a value; send names and values in pairs';
  if (labels.length / 2 > limits.maxLabels) {
    return `${labels.length / 2} labels, more than the limit of ${limits.maxLabels}; drop labels, or raise the limit`;
  }
  let hasName = false;
  for (let i = 0; i < labels.length; i += 2) {
    const name = labels[i] as string;
    const value = labels[i + 1] as string;
    if (name === '') return 'an empty label name; name every label';
    if (!name.isWellFormed() || !value.isWellFormed()) return `label ${shown(name)} is not valid Unicode; send UTF-8`;
    if (name.includes('\u0000')) return `label name ${shown(name)} holds a NUL character; remove it`;
    if (value === '') return `label ${shown(name)} has an empty value; leave the label out`;
    if (i > 0 && labels[i - 2] === name) return `label ${shown(name)} occurs twice; send each name once`;
    if (i > 0 && compareStrings(labels[i - 2] as string, name) > 0) {
      return `label ${shown(name)} comes after ${shown(labels[i - 2] as string)}; sort labels by name`;
    }
    const nameBytes = Buffer.byteLength(name);
    if (nameBytes > limits.maxLabelNameBytes) {
      return `label name ${shown(name)} has ${nameBytes} bytes, more than the limit of ${limits.maxLabelNameBytes}`;
    }
    const valueBytes = Buffer.byteLength(value);
    if (valueBytes > limits.maxLabelValueBytes) {
      return `label ${shown(name)} has a value of ${valueBytes} bytes, more than the limit of ${limits.maxLabelValueBytes}`;
    }
    if (name === METRIC_NAME) hasName = true;
  }
  return hasName ? null : 'no metric name; set the label __name__';
}

function shown(text: string): string {
  return JSON.stringify(text.length <= 80 ? text : `${text.slice(0, 80)}...`);
}
