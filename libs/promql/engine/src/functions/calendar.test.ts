import { seededRandom } from '@chimera/testing';
import { expect, test } from 'vitest';
import { CALENDAR, type CalendarPart } from './calendar.ts';

const part = (name: string): CalendarPart => CALENDAR[name] as CalendarPart;

test('agrees with Date over its whole range', () => {
  const random = seededRandom(1);
  for (let i = 0; i < 5_000; i++) {
    const seconds = Math.floor((random.next() - 0.5) * 2 * (i % 2 === 0 ? 8.64e12 : 4e9));
    const date = new Date(seconds * 1_000);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const firstDay = new Date(0);
    firstDay.setUTCFullYear(year, 0, 1);
    const lastDay = new Date(0);
    lastDay.setUTCFullYear(year, month + 1, 0);
    // The last year of Date's range ends early.
    if (Number.isNaN(firstDay.getTime()) || Number.isNaN(lastDay.getTime())) continue;
    expect([
      seconds,
      ...Object.keys(CALENDAR)
        .sort()
        .map((name) => part(name)(seconds)),
    ]).toEqual([
      seconds,
      date.getUTCDate(),
      date.getUTCDay(),
      Math.floor((date.getTime() - firstDay.getTime()) / 86_400_000) + 1,
      lastDay.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      month + 1,
      year,
    ]);
  }
});

test('leap days', () => {
  const at = (text: string): number => Date.parse(text) / 1_000;
  expect(part('days_in_month')(at('2000-02-10'))).toBe(29);
  expect(part('days_in_month')(at('1900-02-10'))).toBe(28);
  expect(part('day_of_year')(at('2024-12-31'))).toBe(366);
  expect(part('day_of_year')(at('2023-12-31'))).toBe(365);
});

test('beyond int64 everything is its smallest value, and near its ends time wraps around, as in Prometheus', () => {
  const parts = ['year', 'month', 'day_of_month', 'day_of_week', 'day_of_year', 'days_in_month', 'hour', 'minute'];
  const of = (seconds: number): number[] => parts.map((name) => part(name)(seconds));
  const smallest = [292_277_026_596, 12, 4, 0, 339, 31, 15, 30];
  expect([Number.NaN, 1e308, -1e308, Number.POSITIVE_INFINITY, -(2 ** 63)].map(of)).toEqual(
    new Array(5).fill(smallest),
  );
  expect(of(9.2e18)).toEqual([291_536_396_232, 8, 31, 5, 244, 31, 11, 33]);
  expect(of(-1e18)).toEqual([-31_688_736_537, 3, 10, 2, 69, 31, 22, 13]);
});
