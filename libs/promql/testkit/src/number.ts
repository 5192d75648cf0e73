/** Numbers as scripts write them, in Go's spelling: decimal, `0x10`, `Inf`, `+Inf`, `NaN`, in any case. */

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i;
const HEX = /^[+-]?0x[0-9a-f]+$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/** The number, or null when the text is none. */
export function parseNumber(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text);
  if (HEX.test(text)) return text.startsWith('-') ? -Number(text.slice(1)) : Number(text.replace(/^\+/, ''));
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^nan$/i.test(text) ? Number.NaN : null;
}
