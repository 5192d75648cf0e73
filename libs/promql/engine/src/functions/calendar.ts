/**
 * Calendar parts of Unix times in seconds, UTC, proleptic Gregorian calendar. Beyond the range of int64 the results are
 * those of Prometheus on amd64, where NaN, infinities and what is too great all become the smallest int64.
 */

/** A function of whole seconds, or of NaN or an infinity. */
export type CalendarPart = (seconds: number) => number;

const DAY = 86_400;

/** Days since 1970-01-01. */
function dayOf(seconds: number): number {
  return Number.isSafeInteger(seconds) ? Math.floor(seconds / DAY) : Number(wrapped(seconds) / BigInt(DAY)) - ERA_DAYS;
}

/** Seconds since midnight. */
function secondOfDay(seconds: number): number {
  return Number.isSafeInteger(seconds) ? modulo(seconds, DAY) : Number(wrapped(seconds) % BigInt(DAY));
}

/** Days between Go's oldest year, -292277022400, and 1970-01-01; both calendars' years begin in March. */
const ERA_DAYS = 292_277_022_400 * 365.2425 + 719_468;

/** Go counts seconds since its oldest year in a uint64, which what lies near the ends of int64 wraps around. */
function wrapped(seconds: number): bigint {
  const fits = Math.abs(seconds) < 2 ** 63;
  return BigInt.asUintN(64, (fits ? BigInt(seconds) : -(2n ** 63n)) + BigInt(ERA_DAYS) * BigInt(DAY));
}

type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

/** Days to date, in years that begin in March so that the leap day comes last (400 years have 146,097 days). */
function dateOf(seconds: number): CivilDate {
  const days = dayOf(seconds) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365] as const;

export const CALENDAR: Readonly<Record<string, CalendarPart>> = {
  day_of_month: (seconds) => dateOf(seconds).day,
  day_of_week: (seconds) => modulo(dayOf(seconds) + 4, 7),
  day_of_year: (seconds) => {
    const { year, month, day } = dateOf(seconds);
    return (DAYS_BEFORE_MONTH[month - 1] ?? Number.NaN) + day + (month > 2 && isLeap(year) ? 1 : 0);
  },
  days_in_month: (seconds) => {
    const { year, month } = dateOf(seconds);
    const length = (DAYS_BEFORE_MONTH[month] ?? Number.NaN) - (DAYS_BEFORE_MONTH[month - 1] ?? Number.NaN);
    return month === 2 && isLeap(year) ? 29 : length;
  },
  hour: (seconds) => Math.floor(secondOfDay(seconds) / 3_600),
  minute: (seconds) => Math.floor(modulo(secondOfDay(seconds), 3_600) / 60),
  month: (seconds) => dateOf(seconds).month,
  year: (seconds) => dateOf(seconds).year,
};

function modulo(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor;
}
