/** Scopes whose metadata become labels: to the decoder, each is a resource of its own. */
import { ProtobufReader, WIRE_BYTES } from '@chimera/bytes';
import { type Attribute, readAttribute } from './attributes.ts';
import { labelNameFor } from './naming/label-name.ts';
import type { ResourceContext } from './resource.ts';
import type { TranslationStrategy } from './translation.ts';

const MAX_SCOPES = 10_000;

export class Scopes {
  readonly #strategy: TranslationStrategy;
  readonly #nextId: () => number;
  readonly #known = new Map<string, ResourceContext>();

  constructor(strategy: TranslationStrategy, nextId: () => number) {
    this.#strategy = strategy;
    this.#nextId = nextId;
  }

  /**
   * The resource as its series of this `ScopeMetrics` (scope = 1, schema_url = 3), which lies from the reader's position to
   * its end, see it. A scope without a name gives no labels.
   */
  of(reader: ProtobufReader, resource: ResourceContext): ResourceContext {
    let [from, to, schemaUrl] = [0, 0, ''];
    while (reader.nextField()) {
      const { field } = reader;
      if (field !== 1 && field !== 3) {
        reader.skip();
        continue;
      }
      reader.expectWire(WIRE_BYTES);
      if (field === 3) schemaUrl = reader.string();
      else {
        from = reader.range();
        to = reader.position;
      }
    }
    const key = `${resource.id} ${Buffer.from(reader.bytes.subarray(from, to)).toString('base64')} ${schemaUrl}`;
    const known = this.#known.get(key);
    // Whose series target_info is may be known by now.
    if (known !== undefined) return known;
    const scope = scopeLabels(new ProtobufReader(reader.bytes, from, to), schemaUrl, this.#strategy);
    const context = scope === null ? resource : { ...resource, id: this.#nextId(), scope };
    if (this.#known.size >= MAX_SCOPES) this.#known.clear();
    this.#known.set(key, context);
    return context;
  }
}

/** `InstrumentationScope`: name = 1, version = 2, attributes = 3; null when it has no name. */
function scopeLabels(
  reader: ProtobufReader,
  schemaUrl: string,
  strategy: TranslationStrategy,
): ReadonlyMap<string, string> | null {
  let [name, version] = ['', ''];
  const attributes: Attribute[] = [];
  while (reader.nextField()) {
    const { field } = reader;
    if (field === 1 || field === 2) {
      reader.expectWire(WIRE_BYTES);
      if (field === 1) name = reader.string();
      else version = reader.string();
    } else if (field === 3) attributes.push(readAttribute(reader));
    else reader.skip();
  }
  if (name === '') return null;
  const labels = new Map<string, string>();
  for (const { key, value } of attributes) labels.set(labelNameFor(`otel_scope_${key}`, strategy), value);
  labels.set('otel_scope_name', name);
  labels.set('otel_scope_version', version);
  labels.set('otel_scope_schema_url', schemaUrl);
  return labels;
}
