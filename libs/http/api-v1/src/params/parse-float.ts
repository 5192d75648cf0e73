/** Go's strconv.ParseFloat for the decimal forms that clients send; JavaScript's Number() reads other texts too. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^[+-]?inf(?:inity)?$/i;

/** The number, possibly infinite; null for any other text (NaN among them, which no parameter can use). */
export function parseFloatParameter(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text);
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return null;
}
