/** Durations as scripts write them: `0`, `5m`, `1h30m`, `10s53ms`. */

const UNITS_MS = {
  y: 31_536_000_000,
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
} as const;

const DURATION =
  /^(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?$/;

/** Milliseconds of a Prometheus duration (no sign, units in falling order). Throws an Error that quotes the text. */
export function parseDurationMs(text: string): number {
  if (text === '0') return 0;
  const parts = text === '' ? null : DURATION.exec(text);
  if (parts === null) throw new Error(`not a valid duration: "${text}" (write for example 30s, 5m or 1h30m)`);
  return Object.values(UNITS_MS).reduce((sum, unitMs, i) => sum + unitMs * Number(parts[i + 1] ?? 0), 0);
}
