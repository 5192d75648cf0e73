/** The evaluation times of a query: `startMs + k * stepMs` for k in 0 .. count - 1. An instant query has one step. */
export type StepGrid = {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
  /** The end that was asked for, Unix ms, where it lies behind the last step: what `end()` and `@ end()` mean. */
  readonly endMs?: number;
};

/** Time of step k, Unix milliseconds. */
export function stepTime(grid: StepGrid, k: number): number {
  return grid.startMs + k * grid.stepMs;
}

/** The end of the query that the grid belongs to, Unix milliseconds: its last step, or behind it. */
export function gridEnd(grid: StepGrid): number {
  return grid.endMs ?? stepTime(grid, grid.count - 1);
}

/** The grid from start to end (included when hit), both Unix milliseconds; `stepMs` above 0. */
export function gridBetween(startMs: number, endMs: number, stepMs: number): StepGrid {
  const grid = { startMs, stepMs, count: Math.floor((endMs - startMs) / stepMs) + 1 };
  return stepTime(grid, grid.count - 1) === endMs ? grid : { ...grid, endMs };
}
