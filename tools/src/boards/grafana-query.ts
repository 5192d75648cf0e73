/** How Grafana 7.5.5 makes the query that it sends to Prometheus out of the one in a panel. */

/** Chosen values of a variable: what the reader picked, or "All" with the regular expression that stands for it. */
export type Chosen =
  | { readonly kind: 'one'; readonly value: string; readonly escape: 'plain' | 'regex' }
  | { readonly kind: 'several'; readonly values: readonly string[] }
  | { readonly kind: 'raw'; readonly text: string };

export type PanelTime = {
  /** Length of the shown range, seconds. */
  readonly rangeSec: number;
  /** Width of a panel: points that can be shown. */
  readonly maxPoints: number;
  /** `timeInterval` of the data source: Prometheus' scrape interval, seconds. */
  readonly scrapeSec: number;
};

/** Upper ends (ms, exclusive) of the ranges that are rounded, and what to. */
const ROUNDED: readonly (readonly [below: number, to: number])[] = [
  [10, 1],
  [15, 10],
  [35, 20],
  [75, 50],
  [150, 100],
  [350, 200],
  [750, 500],
  [1_500, 1_000],
  [3_500, 2_000],
  [7_500, 5_000],
  [12_500, 10_000],
  [17_500, 15_000],
  [25_000, 20_000],
  [45_000, 30_000],
  [90_000, 60_000],
  [210_000, 120_000],
  [450_000, 300_000],
  [750_000, 600_000],
  [1_050_000, 900_000],
  [1_500_000, 1_200_000],
  [2_700_000, 1_800_000],
  [5_400_000, 3_600_000],
  [9_000_000, 7_200_000],
  [16_200_000, 10_800_000],
  [32_400_000, 21_600_000],
  [86_400_000, 43_200_000],
  [604_800_000, 86_400_000],
];

/** The step of a range query, seconds: one point per pixel, at least a scrape, in round numbers. */
export function stepSec({ rangeSec, maxPoints, scrapeSec }: PanelTime): number {
  const exact = (rangeSec * 1_000) / maxPoints;
  const rounded = ROUNDED.find(([below]) => exact < below)?.[1] ?? 604_800_000;
  return Math.max(rounded / 1_000, scrapeSec);
}

/** `$__interval` and the like, and the board's own variables; throws for a name that is not known. */
export function interpolate(expr: string, chosen: ReadonlyMap<string, Chosen>, time: PanelTime): string {
  const step = stepSec(time);
  const builtIn: Readonly<Record<string, string>> = {
    __interval: duration(step),
    __interval_ms: String(step * 1_000),
    __rate_interval: duration(Math.max(step + time.scrapeSec, 4 * time.scrapeSec)),
    __range: `${time.rangeSec}s`,
    __range_s: String(time.rangeSec),
    __range_ms: String(time.rangeSec * 1_000),
  };
  return expr.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    const own = builtIn[name];
    if (own !== undefined) return own;
    const value = chosen.get(name);
    if (value === undefined) throw new Error(`$${name} is not defined, in ${expr}`);
    return textOf(value);
  });
}

function textOf(chosen: Chosen): string {
  switch (chosen.kind) {
    case 'raw':
      return chosen.text;
    case 'several': {
      const escaped = chosen.values.map(regexEscaped);
      return escaped.length === 1 ? (escaped[0] as string) : `(${escaped.join('|')})`;
    }
    case 'one':
      return chosen.escape === 'plain' ? plainEscaped(chosen.value) : regexEscaped(chosen.value);
  }
}

/** For `=`: backslashes and quotes. */
function plainEscaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/'/g, "\\'");
}

/** For `=~`, inside of a quoted string. */
function regexEscaped(value: string): string {
  return value.replace(/\\/g, '\\\\\\\\').replace(/[$^*{}[\]'+?.()|]/g, '\\\\$&');
}

function duration(seconds: number): string {
  for (const [unit, length] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const)
    if (seconds >= length && seconds % length === 0) return `${seconds / length}${unit}`;
  return `${seconds}s`;
}
