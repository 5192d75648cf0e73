/** Numbers for people: four significant digits, thousands grouped, large and small ones with a unit prefix. */

const PREFIXES: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Short, for axes and legends: `1.5M`, `250m` is avoided: `0.25`. */
export function shortValue(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(2);
  const [scale, prefix] = PREFIXES.find(([bound]) => size >= bound) ?? [1, ''];
  return `${Number((value / scale).toPrecision(4))}${prefix}`;
}

/** Exact, for tables: the server's text, with the whole part grouped when it is long. */
export function exactValue(text: string): string {
  const match = /^(-?)(\d{5,})(\..*)?$/.exec(text);
  if (match === null) return text;
  const [, sign, whole, fraction] = match;
  return `${sign}${whole?.replace(/\B(?=(\d{3})+$)/g, '\u202f')}${fraction ?? ''}`;
}
