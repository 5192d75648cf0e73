/** `; did you mean "..."?` for a word that is almost one of the known ones. */

/** Empty when no known word is near. At most a third of the letters may differ. */
export function suggest(word: unknown, known: readonly unknown[]): string {
  if (typeof word !== 'string') return '';
  let best: string | undefined;
  let nearest = Math.floor(word.length / 3) + 1;
  for (const one of known) {
    if (typeof one !== 'string') continue;
    const distance = editDistance(word.toLowerCase(), one.toLowerCase());
    if (distance < nearest) {
      nearest = distance;
      best = one;
    }
  }
  return best === undefined ? '' : `; did you mean "${best}"?`;
}

/** How many letters must be put in, taken out or exchanged. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] as number) + 1, (current[column - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}
