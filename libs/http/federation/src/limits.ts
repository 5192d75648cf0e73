/** What one federation request may cost. */
export type FederationLimits = {
  /** Longest selector, UTF-16 units. */
  readonly maxSelectorLength: number;
  /** Size of the answer before compression, bytes. */
  readonly maxResultBytes: number;
};

export const DEFAULT_FEDERATION_LIMITS: FederationLimits = {
  maxSelectorLength: 100_000,
  maxResultBytes: 256 * 1024 * 1024,
};
