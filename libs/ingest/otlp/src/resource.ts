/** What a resource gives to its series: `job`, `instance`, and the series `target_info`. */
import { type ProtobufReader } from '@chimera/bytes';
import { type Labels, labelsFrom, METRIC_NAME } from '@chimera/tsdb-model';
import type { SeriesRef } from '@chimera/tsdb-storage';
import { type Attribute, readAttribute } from './attributes.ts';
import { labelNameFor } from './naming/label-name.ts';

export type ResourceContext = {
  /** Tells the metrics of this resource from those of others. */
  readonly id: number;
  /** '' when the resource does not say. */
  readonly job: string;
  readonly instance: string;
  /** Labels of `target_info`; null when there is nothing to tell, or nobody to tell it of. */
  readonly targetInfo: Labels | null;
  targetInfoRef: SeriesRef | null;
};

const IDENTIFYING = new Set(['service.namespace', 'service.name', 'service.instance.id']);

/** Reads a `Resource` message (attributes = 1) from `start` to `end`. */
export function readResource(reader: ProtobufReader, id: number): ResourceContext {
  const attributes: Attribute[] = [];
  while (reader.nextField()) {
    if (reader.field === 1) attributes.push(readAttribute(reader));
    else reader.skip();
  }
  const valueOf = (key: string): string => attributes.find((attribute) => attribute.key === key)?.value ?? '';
  const namespace = valueOf('service.namespace');
  const service = valueOf('service.name');
  const job = service === '' || namespace === '' ? service : `${namespace}/${service}`;
  const instance = valueOf('service.instance.id');
  const others = attributes.filter(({ key }) => !IDENTIFYING.has(key));
  const targetInfo =
    others.length === 0 || (job === '' && instance === '')
      ? null
      : labelsFrom([...attributeLabels(others), ['job', job], ['instance', instance], [METRIC_NAME, 'target_info']]);
  return { id, job, instance, targetInfo, targetInfoRef: null };
}

/** Attributes as labels, in order of their keys; values whose keys become the same name are joined by `;`. */
export function attributeLabels(attributes: readonly Attribute[]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const { key, value } of [...attributes].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))) {
    const name = labelNameFor(key);
    if (name === '') continue;
    const existing = labels.get(name);
    labels.set(name, existing === undefined ? value : `${existing};${value}`);
  }
  return labels;
}
