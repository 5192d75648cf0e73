/** The only assertion that proofs make. */

/** Throws an Error that shows both sides, unless they are equal as JSON; long ones are shown around their first difference. */
export function expectEqual(what: string, got: unknown, wanted: unknown): void {
  const [gotText, wantedText] = [JSON.stringify(got) ?? 'undefined', JSON.stringify(wanted) ?? 'undefined'];
  if (gotText === wantedText) return;
  let at = 0;
  while (gotText[at] === wantedText[at]) at++;
  const around = (text: string): string =>
    text.length <= LONGEST_SHOWN ? text : `...${text.slice(Math.max(0, at - 100), at + 100)}...`;
  throw new Error(`${what}: expected ${around(wantedText)}, got ${around(gotText)}`);
}

const LONGEST_SHOWN = 400;
