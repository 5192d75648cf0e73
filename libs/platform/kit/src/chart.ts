/** A cdk8s chart that labels what is added to it and remembers the source line that added it. */
import { type ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { callSite, type SourcePlace } from './source.ts';

export class ComponentChart extends Chart {
  readonly #labels: Readonly<Record<string, string>>;
  /** While set, objects follow from declarations, not from a line of `build`. */
  declaredAt: SourcePlace | null = null;
  /** One entry per object, in order of construction: cdk8s asks a chart for its labels exactly once for each object. */
  readonly #places: SourcePlace[] = [];

  constructor(
    scope: Construct,
    id: string,
    options: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  ) {
    super(scope, id, { namespace: options.namespace, disableResourceNameHashes: true });
    this.#labels = options.labels;
  }

  override get labels(): { [name: string]: string } {
    this.#places?.push(this.declaredAt ?? callSite());
    return { ...this.#labels };
  }

  /** The objects in order of construction, each with where it was made. */
  located(): readonly { readonly object: ApiObject; readonly place: SourcePlace }[] {
    const objects = this.apiObjects;
    return objects.map((object, index) => ({
      object,
      place: this.#places[index] ?? { file: 'libs/platform/kit', line: 0 },
    }));
  }
}
