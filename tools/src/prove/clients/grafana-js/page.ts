/** What a scene is played in: one data source, at one time. */
import type { DataSource, Observable, TimeRange } from './packages.ts';

/** The time in every page. */
export const NOW_MS = 1_700_000_000_000;

/** Those of a dashboard; one of several values has a list. */
export type Variables = Readonly<Record<string, string | readonly string[]>>;

export type Page = {
  readonly version: string;
  /** Of the data source. */
  readonly uid: string;
  range(fromMs: number, toMs: number): TimeRange;
  /** The data source, in a page with these variables; `settings` are more than its usual ones. */
  open(variables?: Variables, settings?: object): DataSource;
  last<T>(observable: Observable<T>): Promise<T>;
};

const HALF_HOUR_MS = 1_800_000;

export function halfHour(page: Page): TimeRange {
  return page.range(NOW_MS - HALF_HOUR_MS, NOW_MS);
}

export function isNew({ version }: Page): boolean {
  return !version.startsWith('11.');
}
