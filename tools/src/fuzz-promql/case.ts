/** One comparison: a data set in the test language, and a query over it. */

/** One load command: sample i of each line lies at i * stepMs, Unix ms. */
export type Load = { readonly stepMs: number; readonly lines: readonly string[] };

export type DataSet = readonly Load[];

/** When a query is evaluated, Unix ms; an instant query has stepMs 0 and endMs = startMs. */
export type When = { readonly startMs: number; readonly endMs: number; readonly stepMs: number };

export type Case = { readonly data: DataSet; readonly query: string; readonly when: When };

/** The load commands as a test script has them. */
export function loadText(data: DataSet): string {
  return data
    .filter(({ lines }) => lines.length > 0)
    .map(({ stepMs, lines }) => [`load ${formatMs(stepMs)}`, ...lines.map((line) => `  ${line}`), ''].join('\n'))
    .join('\n');
}

/** Milliseconds as the test language writes durations and times. */
export function formatMs(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
