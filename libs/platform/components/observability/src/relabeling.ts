/** One step of relabelling, as the operator's resources spell it. */
export interface Relabeling {
  readonly action: 'replace' | 'keep' | 'drop' | 'labeldrop' | 'labelkeep' | 'labelmap';
  readonly sourceLabels?: readonly string[];
  /** `;` by default. */
  readonly separator?: string;
  readonly targetLabel?: string;
  /** Anchored at both ends; `(.*)` by default. */
  readonly regex?: string;
  /** `$1` by default. */
  readonly replacement?: string;
}
