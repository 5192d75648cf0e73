/**
 * Numbers as Go's strconv prints them, which is what every Prometheus client expects: shortest digits that read back
 * to the same float64, exponents of at least two digits, `+Inf`, `-Inf`, `NaN`.
 */

/** Go's `FormatFloat(value, 'f', -1, 64)`: never an exponent. The HTTP API's sample values are printed this way. */
export function formatFloatPlain(value: number): string {
  if (!Number.isFinite(value)) return formatSpecial(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const text = String(value);
  return text.includes('e') ? expandExponent(text) : text;
}

/** Go's `FormatFloat(value, 'g', -1, 64)`, also `%v`: an exponent below 1e-4 and from 1e6 on (shortest form decides by 6). */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return formatSpecial(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 6) return formatFloatPlain(value);
  const digits = Math.abs(power).toString().padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${digits}`;
}

function formatSpecial(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

function expandExponent(text: string): string {
  const negative = text.startsWith('-');
  const [mantissa, exponent] = (negative ? text.slice(1) : text).split('e') as [string, string];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const plain =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits + '0'.repeat(point - digits.length)
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return negative ? `-${plain}` : plain;
}
