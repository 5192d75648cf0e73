/** Units of OpenTelemetry (UCUM) as Prometheus writes them into metric names. */

const UNITS: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '1': '',
  '%': 'percent',
};

const PER_UNITS: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

/** The two parts that a unit adds to a name: `By/s` gives `bytes` and `per_second`; '' where there is nothing to add. */
export function unitSuffixes(unit: string): { readonly main: string; readonly per: string } {
  const { main, per } = rawUnitSuffixes(unit);
  return { main: clean(main), per: clean(per) };
}

/** As `unitSuffixes`, with units that nobody knows as they are. */
export function rawUnitSuffixes(unit: string): { readonly main: string; readonly per: string } {
  const slash = unit.indexOf('/');
  const main = translate(slash < 0 ? unit : unit.slice(0, slash), UNITS);
  const per = slash < 0 ? '' : translate(unit.slice(slash + 1), PER_UNITS);
  return { main, per: per === '' ? '' : `per_${per}` };
}

/** The unit for metadata, such as `bytes_per_second`. */
export function unitName(unit: string): string {
  const { main, per } = unitSuffixes(unit);
  return [main, per]
    .filter((part) => part !== '')
    .join('_')
    .replace(/_$/, '');
}

/** Units in braces are annotations: they say what is counted and add nothing. */
function translate(unit: string, table: Readonly<Record<string, string>>): string {
  const trimmed = unit.trim();
  if (/[{}]/.test(trimmed)) return '';
  return Object.hasOwn(table, trimmed) ? table[trimmed] : trimmed;
}

function clean(unit: string): string {
  return unit
    .replace(/[^a-zA-Z0-9:]/gu, '_')
    .replace(/__+/g, '_')
    .replace(/^_/, '');
}
