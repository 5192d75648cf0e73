/** The templates of labels and annotations, as far as our rules use them: `{{ $labels.pod }}`, `{{ $value | humanizePercentage }}`. */

/** What a template may read. */
export interface TemplateData {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Throws an Error that quotes an expression it does not know; Prometheus might. */
export function expandTemplate(text: string, data: TemplateData): string {
  return text.replaceAll(/\{\{(.*?)\}\}/gs, (_, inside: string) => {
    const [source = '', ...filters] = inside.split('|').map((part) => part.trim());
    const label = /^\$labels\.([A-Za-z_][A-Za-z0-9_]*)$/.exec(source);
    if (label !== null && filters.length === 0) return data.labels[label[1] as string] ?? '';
    const [filter, ...others] = filters;
    if (source !== '$value' || others.length > 0 || (filter !== undefined && !Object.hasOwn(FILTERS, filter))) {
      throw new Error(
        `cannot expand "{{${inside}}}": known are $labels.NAME and $value, the latter with ${Object.keys(FILTERS).join(', ')}`,
      );
    }
    return filter === undefined ? plain(data.value) : (FILTERS[filter] as (value: number) => string)(data.value);
  });
}

const FILTERS: Readonly<Record<string, (value: number) => string>> = {
  humanize,
  humanize1024: (value) => humanizeBy(value, 1024, ['', 'ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi']),
  humanizeDuration,
  humanizePercentage: (value) => `${fourDigits(value * 100)}%`,
};

function humanize(value: number): string {
  if (Math.abs(value) >= 1 || value === 0) return humanizeBy(value, 1000, ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']);
  if (!Number.isFinite(value)) return fourDigits(value);
  let scaled = value;
  let prefix = '';
  for (const next of ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y']) {
    if (Math.abs(scaled) >= 1) break;
    prefix = next;
    scaled *= 1000;
  }
  return `${fourDigits(scaled)}${prefix}`;
}

function humanizeBy(value: number, base: number, prefixes: readonly string[]): string {
  if (!Number.isFinite(value)) return fourDigits(value);
  let scaled = value;
  let at = 0;
  for (; Math.abs(scaled) >= base && at < prefixes.length - 1; at++) scaled /= base;
  return `${fourDigits(scaled)}${prefixes[at]}`;
}

function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return fourDigits(value);
  if (value === 0) return fourDigits(value);
  const sign = value < 0 ? '-' : '';
  const absolute = Math.abs(value);
  if (absolute >= 1) {
    const whole = Math.trunc(absolute);
    const [days, hours, minutes, seconds] = [
      Math.floor(whole / 86_400),
      Math.floor(whole / 3_600) % 24,
      Math.floor(whole / 60) % 60,
      whole % 60,
    ];
    if (days > 0) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`;
    if (hours > 0) return `${sign}${hours}h ${minutes}m ${seconds}s`;
    if (minutes > 0) return `${sign}${minutes}m ${seconds}s`;
    return `${sign}${fourDigits(absolute)}s`;
  }
  return `${humanize(value)}s`;
}

/** Go's `%.4g` for numbers between 1e-4 and 1e4, beyond them with an exponent of two digits at least. */
function fourDigits(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(4)))));
  return exponent < -4 || exponent >= 4
    ? goExponent(Number(value.toPrecision(4)).toExponential())
    : String(Number(value.toPrecision(4)));
}

/** Go's `%v` of a float64. */
function plain(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return exponent < -4 || exponent >= 21 ? goExponent(value.toExponential()) : String(value);
}

function goExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`);
}
