/** The evaluation times of a query: `startMs + k * stepMs` for k in 0 .. count - 1. An instant query has one step. */
export type StepGrid = { readonly startMs: number; readonly stepMs: number; readonly count: number };

/** Time of step k, Unix milliseconds. */
export function stepTime(grid: StepGrid, k: number): number {
  return grid.startMs + k * grid.stepMs;
}

/** The grid from start to end (included when hit), both Unix milliseconds; `stepMs` above 0. */
export function gridBetween(startMs: number, endMs: number, stepMs: number): StepGrid {
  return { startMs, stepMs, count: Math.floor((endMs - startMs) / stepMs) + 1 };
}
