/** Type, help and unit per metric family: the writer's, bounded. */
import type { MetricMetadata } from '@chimera/tsdb-model';

const MAX_TEXT = 4_096;

export class MetadataStore {
  readonly #families = new Map<string, MetricMetadata>();
  readonly #maxFamilies: number;

  constructor(maxFamilies: number) {
    this.#maxFamilies = maxFamilies;
  }

  /** The last word wins; long texts are cut; the family that was named first goes when there are too many. */
  set(family: string, { type, help, unit }: MetricMetadata): void {
    const known = this.#families.get(family);
    if (known !== undefined && known.type === type && known.help === help && known.unit === unit) return;
    if (known === undefined && this.#families.size >= this.#maxFamilies) {
      this.#families.delete(this.#families.keys().next().value as string);
    }
    this.#families.set(family, { type, help: help.slice(0, MAX_TEXT), unit: unit.slice(0, MAX_TEXT) });
  }

  get(family: string): MetricMetadata | null {
    return this.#families.get(family) ?? null;
  }

  /** All families, in the order in which they came. */
  all(): ReadonlyMap<string, MetricMetadata> {
    return this.#families;
  }

  clear(): void {
    this.#families.clear();
  }
}
