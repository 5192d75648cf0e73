/** What a resource gives to its series: `job`, `instance`, labels that are promoted, and the series `target_info`. */
import { type ProtobufReader } from '@chimera/bytes';
import { type Labels, labelsFrom, METRIC_NAME } from '@chimera/tsdb-model';
import type { SeriesRef } from '@chimera/tsdb-storage';
import { type Attribute, readAttribute } from './attributes.ts';
import { labelNameFor } from './naming/label-name.ts';
import type { OtlpTranslation, TranslationStrategy } from './translation.ts';

export type ResourceContext = {
  /** Tells the metrics of this resource from those of others. */
  readonly id: number;
  /** '' when the resource does not say. */
  readonly job: string;
  readonly instance: string;
  /** Labels of its attributes, which those of a point go before. */
  readonly promoted: ReadonlyMap<string, string>;
  /** Labels of the scope, which go before those of a point. */
  readonly scope: ReadonlyMap<string, string>;
  /** Labels of `target_info`; null when there is nothing to tell, or nobody to tell it of. */
  readonly targetInfo: Labels | null;
  targetInfoRef: SeriesRef | null;
};

const IDENTIFYING = new Set(['service.namespace', 'service.name', 'service.instance.id']);

/** Reads a `Resource` message (attributes = 1) from `start` to `end`. */
export function readResource(reader: ProtobufReader, id: number, translation: OtlpTranslation): ResourceContext {
  const attributes: Attribute[] = [];
  while (reader.nextField()) {
    if (reader.field === 1) attributes.push(readAttribute(reader));
    else reader.skip();
  }
  const { strategy, keepIdentifyingResourceAttributes } = translation;
  const valueOf = (key: string): string => attributes.find((attribute) => attribute.key === key)?.value ?? '';
  const namespace = valueOf('service.namespace');
  const service = valueOf('service.name');
  const job = service === '' || namespace === '' ? service : `${namespace}/${service}`;
  const instance = valueOf('service.instance.id');
  const others = attributes.filter(({ key }) => !IDENTIFYING.has(key));
  const targetInfo =
    others.length === 0 || (job === '' && instance === '')
      ? null
      : labelsFrom([
          ...attributeLabels(keepIdentifyingResourceAttributes ? attributes : others, strategy),
          ...[['job', job] as const, ['instance', instance] as const, [METRIC_NAME, 'target_info'] as const],
        ]);
  const promoted = promotedLabels(attributes, translation);
  return { id, job, instance, promoted, scope: NO_LABELS, targetInfo, targetInfoRef: null };
}

const NO_LABELS: ReadonlyMap<string, string> = new Map();

/** Of attributes whose keys become the same name, the first in order of the keys stays. */
function promotedLabels(attributes: readonly Attribute[], translation: OtlpTranslation): ReadonlyMap<string, string> {
  const { promoteResourceAttributes: wanted, ignoreResourceAttributes: ignored, strategy } = translation;
  const labels = new Map<string, string>();
  for (const { key, value } of inOrder(attributes)) {
    if (wanted === 'all' ? ignored.has(key) : !wanted.has(key)) continue;
    const name = labelNameFor(key, strategy);
    if (name !== '' && !labels.has(name)) labels.set(name, value);
  }
  return labels;
}

function inOrder(attributes: readonly Attribute[]): Attribute[] {
  return [...attributes].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Attributes as labels, in order of their keys; values whose keys become the same name are joined by `;`. */
export function attributeLabels(attributes: readonly Attribute[], strategy: TranslationStrategy): Map<string, string> {
  const labels = new Map<string, string>();
  for (const { key, value } of inOrder(attributes)) {
    const name = labelNameFor(key, strategy);
    if (name === '') continue;
    const existing = labels.get(name);
    labels.set(name, existing === undefined ? value : `${existing};${value}`);
  }
  return labels;
}
