/** What one import may cost. */
export type TextImportLimits = {
  /** Of the body after decompression, bytes; it is streamed, so this bounds time, not memory. */
  readonly maxBytes: number;
  readonly maxLineBytes: number;
  /** Errors that the answer lists. */
  readonly maxErrors: number;
  /** Label sets whose series are remembered from line to line. */
  readonly maxCachedSeries: number;
};

export const DEFAULT_TEXT_IMPORT_LIMITS: TextImportLimits = {
  maxBytes: 4 * 1024 ** 3,
  maxLineBytes: 1024 * 1024,
  maxErrors: 10,
  maxCachedSeries: 500_000,
};
