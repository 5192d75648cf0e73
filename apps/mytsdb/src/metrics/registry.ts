/** The server's own metrics, in Prometheus' text format. */

export type LabelValues = Readonly<Record<string, string>>;

export type Counter = { inc(labels?: LabelValues, by?: number): void };
export type Histogram = { observe(value: number, labels?: LabelValues): void };

export type Registry = {
  counter(name: string, help: string): Counter;
  /** `bounds` ascending, without +Inf. */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram;
  /** Read when the text is asked for; a list has one sample per label set. */
  gauge(name: string, help: string, read: () => number | readonly (readonly [LabelValues, number])[]): void;
  /** As `gauge`, for what only rises. */
  counterOf(name: string, help: string, read: () => number | readonly (readonly [LabelValues, number])[]): void;
  /** As `gauge`, for quantiles, each with its label `quantile`; a sum and a count are not kept. */
  quantiles(name: string, help: string, read: () => readonly (readonly [LabelValues, number])[]): void;
  text(): string;
};

export const TEXT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Family = { readonly name: string; readonly help: string; readonly type: string; readonly lines: () => string[] };

export function createRegistry(): Registry {
  const families: Family[] = [];
  const add = (type: string, name: string, help: string, lines: () => string[]): void => {
    families.push({ name, help, type, lines });
  };
  const reading: (type: string) => Registry['gauge'] = (type) => (name, help, read) =>
    add(type, name, help, () => {
      const now = read();
      return typeof now === 'number' ? [line(name, {}, now)] : now.map(([labels, value]) => line(name, labels, value));
    });
  return {
    counter: (name, help) => {
      const values = new Map<string, { labels: LabelValues; value: number }>();
      add('counter', name, help, () => [...values.values()].map(({ labels, value }) => line(name, labels, value)));
      return {
        inc: (labels = {}, by = 1) => {
          const key = labelText(labels);
          const known = values.get(key);
          if (known === undefined) values.set(key, { labels, value: by });
          else known.value += by;
        },
      };
    },
    histogram: (name, help, bounds) => {
      const series = new Map<string, { labels: LabelValues; counts: Float64Array; sum: number }>();
      add('histogram', name, help, () => [...series.values()].flatMap((one) => histogramLines(name, bounds, one)));
      return {
        observe: (value, labels = {}) => {
          const key = labelText(labels);
          let one = series.get(key);
          if (one === undefined)
            series.set(key, (one = { labels, counts: new Float64Array(bounds.length + 1), sum: 0 }));
          const at = bounds.findIndex((bound) => value <= bound);
          one.counts[at < 0 ? bounds.length : at]! += 1;
          one.sum += value;
        },
      };
    },
    gauge: reading('gauge'),
    counterOf: reading('counter'),
    quantiles: reading('summary'),
    text: () =>
      families
        .map(({ name, help, type, lines }) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines().join('')}`)
        .join(''),
  };
}

function histogramLines(
  name: string,
  bounds: readonly number[],
  { labels, counts, sum }: { labels: LabelValues; counts: Float64Array; sum: number },
): string[] {
  let total = 0;
  const buckets = [...counts].map((count, i) => {
    total += count;
    return line(`${name}_bucket`, { ...labels, le: i < bounds.length ? String(bounds[i]) : '+Inf' }, total);
  });
  return [...buckets, line(`${name}_sum`, labels, sum), line(`${name}_count`, labels, total)];
}

function line(name: string, labels: LabelValues, value: number): string {
  return `${name}${labelText(labels)} ${valueText(value)}\n`;
}

function labelText(labels: LabelValues): string {
  const parts = Object.entries(labels).map(([label, value]) => `${label}="${escapeValue(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function valueText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
