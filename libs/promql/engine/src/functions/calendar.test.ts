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

test('NaN is no date', () => {
  for (const [name, of] of Object.entries(CALENDAR)) expect([name, of(Number.NaN)]).toEqual([name, Number.NaN]);
});
