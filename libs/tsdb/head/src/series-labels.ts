/** Which label sets may become series: the rules of the data model, and the limits. */
import { compareStrings, type Labels, METRIC_NAME } from '@chimera/tsdb-model';
import type { Rejection, RejectReason } from '@chimera/tsdb-storage';
import type { HeadLimits } from './options.ts';

/** Null when the labels are fine, else what is wrong with them and what to do. */
export function labelsProblem(labels: Labels, limits: HeadLimits): Rejection | null {
  if (labels.length % 2 !== 0) return problem('a label without a value; send names and values in pairs');
  if (labels.length / 2 > limits.maxLabels) {
    return problem(
      `${labels.length / 2} labels, more than the limit of ${limits.maxLabels}; drop labels, or raise --max-labels`,
      'too_many_labels',
    );
  }
  let hasName = false;
  for (let i = 0; i < labels.length; i += 2) {
    const name = labels[i] as string;
    const value = labels[i + 1] as string;
    if (name === '') return problem('an empty label name; name every label');
    if (!name.isWellFormed() || !value.isWellFormed()) {
      return problem(`label ${shown(name)} is not valid Unicode; send UTF-8`);
    }
    if (name.includes('\u0000')) return problem(`label name ${shown(name)} holds a NUL character; remove it`);
    if (value === '') return problem(`label ${shown(name)} has an empty value; leave the label out`);
    if (i > 0 && labels[i - 2] === name) return problem(`label ${shown(name)} occurs twice; send each name once`);
    if (i > 0 && compareStrings(labels[i - 2] as string, name) > 0) {
      return problem(`label ${shown(name)} comes after ${shown(labels[i - 2] as string)}; sort labels by name`);
    }
    const nameBytes = Buffer.byteLength(name);
    if (nameBytes > limits.maxLabelNameBytes) {
      return problem(
        `label name ${shown(name)} has ${nameBytes} bytes, more than the limit of ${limits.maxLabelNameBytes}; shorten it, or raise --max-label-name-bytes`,
        'label_name_too_long',
      );
    }
    const valueBytes = Buffer.byteLength(value);
    if (valueBytes > limits.maxLabelValueBytes) {
      return problem(
        `label ${shown(name)} has a value of ${valueBytes} bytes, more than the limit of ${limits.maxLabelValueBytes}; shorten it, or raise --max-label-value-bytes`,
        'label_value_too_long',
      );
    }
    if (name === METRIC_NAME) hasName = true;
  }
  return hasName ? null : problem('no metric name; set the label __name__');
}

function problem(message: string, reason: RejectReason = 'invalid_labels'): Rejection {
  return { reason, message };
}

function shown(text: string): string {
  return JSON.stringify(text.length <= 80 ? text : `${text.slice(0, 80)}...`);
}
