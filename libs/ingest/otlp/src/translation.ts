/** How names and resources of OTLP become those of Prometheus: the options of its `otlp` section, with its defaults. */

export const TRANSLATION_STRATEGIES = [
  'UnderscoreEscapingWithSuffixes',
  'UnderscoreEscapingWithoutSuffixes',
  'NoUTF8EscapingWithSuffixes',
  'NoTranslation',
] as const;

/** Whether characters that old Prometheus' names could not have become underscores, and whether unit and kind are appended. */
export type TranslationStrategy = (typeof TRANSLATION_STRATEGIES)[number];

export type OtlpTranslation = {
  readonly strategy: TranslationStrategy;
  /** Resource attributes that all series of the resource get as labels; 'all': each but those of the next field. */
  readonly promoteResourceAttributes: ReadonlySet<string> | 'all';
  readonly ignoreResourceAttributes: ReadonlySet<string>;
  /** `target_info` also has those that make `job` and `instance`. */
  readonly keepIdentifyingResourceAttributes: boolean;
  /** Name, version, schema URL and attributes of the scope become labels `otel_scope_*`. */
  readonly promoteScopeMetadata: boolean;
};

export const DEFAULT_TRANSLATION: OtlpTranslation = {
  strategy: 'UnderscoreEscapingWithSuffixes',
  promoteResourceAttributes: new Set(),
  ignoreResourceAttributes: new Set(),
  keepIdentifyingResourceAttributes: false,
  promoteScopeMetadata: false,
};

export function escapes(strategy: TranslationStrategy): boolean {
  return strategy.startsWith('Underscore');
}

export function addsSuffixes(strategy: TranslationStrategy): boolean {
  return strategy.endsWith('WithSuffixes');
}
