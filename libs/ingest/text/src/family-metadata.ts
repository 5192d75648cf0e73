/** Comment lines that describe metric families: `# HELP`, `# TYPE`, `# UNIT`. */
import type { MetricMetadata, MetricType } from '@chimera/tsdb-model';
import type { Appender } from '@chimera/tsdb-storage';
import { LineError } from './line-error.ts';
import { QUOTE, type Scanner, unescape } from './scanner.ts';

const TYPES: ReadonlyMap<string, MetricType> = new Map<string, MetricType>([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['gaugehistogram', 'gaugehistogram'],
  ['summary', 'summary'],
  ['info', 'info'],
  ['stateset', 'stateset'],
  ['unknown', 'unknown'],
  // What 0.0.4 calls it.
  ['untyped', 'unknown'],
]);

const NOTHING: MetricMetadata = { type: 'unknown', help: '', unit: '' };

/** Gathers the lines of one family, which follow each other. */
export class FamilyMetadata {
  /** Families described. */
  count = 0;
  readonly #appender: Appender;
  #family = '';
  #metadata = NOTHING;

  constructor(appender: Appender) {
    this.#appender = appender;
  }

  /** Reads what follows the `#`; returns true for `# EOF`. Other comments are skipped. Throws LineError. */
  readComment(scanner: Scanner, openMetrics: boolean): boolean {
    scanner.skipBlanks();
    const from = scanner.position;
    scanner.skipWord();
    const keyword = scanner.position - from > 4 ? '' : scanner.textFrom(from);
    if (keyword === 'EOF') return true;
    const known = keyword === 'HELP' || keyword === 'TYPE' || (keyword === 'UNIT' && openMetrics);
    if (!known) return false;
    scanner.skipBlanks();
    const family = readFamily(scanner);
    scanner.skipBlanks();
    const rest = scanner.position;
    scanner.position = scanner.end;
    const text = scanner.textFrom(rest);
    if (family !== this.#family) {
      this.flush();
      this.#family = family;
      this.#metadata = NOTHING;
    }
    if (keyword === 'HELP') this.#metadata = { ...this.#metadata, help: unescape(text, openMetrics) };
    else if (keyword === 'UNIT') this.#metadata = { ...this.#metadata, unit: text.trim() };
    else {
      const type = TYPES.get(text.trim());
      if (type === undefined) throw new LineError(`the type ${JSON.stringify(text.slice(0, 60))} is not known`);
      this.#metadata = { ...this.#metadata, type };
    }
    return false;
  }

  /** Hands the last family over. */
  flush(): void {
    if (this.#family === '') return;
    this.#appender.metadata(this.#family, this.#metadata);
    this.count++;
    this.#family = '';
  }
}

function readFamily(scanner: Scanner): string {
  if (scanner.peek() === QUOTE) return scanner.quoted();
  const from = scanner.position;
  scanner.skipName(true);
  if (scanner.position === from) throw new LineError('a comment describes a metric without a name');
  return scanner.textFrom(from);
}
