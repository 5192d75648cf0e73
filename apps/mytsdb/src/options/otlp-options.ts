/** The options of OTLP ingestion, of the server's. */
import type { OtlpDecoderOptions } from '@chimera/ingest-otlp';
import type { Options } from './flags.ts';

export function otlpOptions(options: Options): OtlpDecoderOptions {
  return {
    translation: {
      strategy: options.otlpTranslationStrategy,
      promoteResourceAttributes: options.otlpPromoteResourceAttributes,
      ignoreResourceAttributes: options.otlpIgnoreResourceAttributes,
      keepIdentifyingResourceAttributes: options.otlpKeepIdentifyingResourceAttributes,
      promoteScopeMetadata: options.otlpPromoteScopeMetadata,
    },
    starts: {
      keep: options.enableFeature.has('use-start-timestamps'),
      zeroIngestion: options.enableFeature.has('created-timestamp-zero-ingestion'),
    },
  };
}
