/** Line colours: distinguishable side by side, readable on light and dark, by position. */
const COLORS = [
  '#2a78d6',
  '#e07b1a',
  '#1f9d6b',
  '#c9433f',
  '#8a5fd0',
  '#b08a00',
  '#d2539b',
  '#1797a6',
  '#7a8b1e',
  '#9a6a4a',
];

export function colorOf(index: number): string {
  return COLORS[index % COLORS.length] as string;
}
