/** Calendar parts of Unix times in seconds, UTC, proleptic Gregorian calendar; any year. */

/** A function of whole seconds; NaN for NaN. */
export type CalendarPart = (seconds: number) => number;

/** Days since 1970-01-01 and the seconds into that day. */
function dayOf(seconds: number): number {
  return Math.floor(seconds / 86_400);
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
  hour: (seconds) => Math.floor(modulo(seconds, 86_400) / 3_600),
  minute: (seconds) => Math.floor(modulo(seconds, 3_600) / 60),
  month: (seconds) => dateOf(seconds).month,
  year: (seconds) => dateOf(seconds).year,
};

function modulo(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor;
}
