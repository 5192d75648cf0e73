/**
 * Imports the Prometheus text format 0.0.4 and OpenMetrics 1.0, streamed: chunks of bytes in, samples in the store. A bad
 * line is noted with its number and skipped. `_created` lines are series like any other, as they are for Prometheus.
 */
import { BytesMap } from '@chimera/bytes';
import { AppendCounts, type Appender, type Exemplar, type SeriesRef } from '@chimera/tsdb-storage';
import { FamilyMetadata } from './family-metadata.ts';
import type { TextImportLimits } from './limits.ts';
import { LineError } from './line-error.ts';
import { readExemplarLabels, readHead, skipHead } from './read-labels.ts';
import { SampleRun } from './sample-run.ts';
import { HASH, NEWLINE, OPEN_BRACE, Scanner } from './scanner.ts';

/** They differ in the unit of timestamps (milliseconds, seconds), in exemplars, units, and the end `# EOF`. */
export type TextFormat = 'prometheus' | 'openmetrics';

export type TextImportOutcome = {
  readonly counts: AppendCounts;
  readonly exemplars: number;
  /** Metric families described. */
  readonly metadata: number;
  readonly lines: number;
  /** Lines that were not understood. */
  readonly invalidLines: number;
  /** The first errors and refusals, by line. */
  readonly errors: readonly LineProblem[];
};

export type LineProblem = { readonly line: number; readonly message: string };

export type TextImporterOptions = {
  readonly appender: Appender;
  readonly format: TextFormat;
  /** Time of the samples without one, Unix ms. */
  readonly nowMs: number;
  readonly limits: TextImportLimits;
};

const KEY_BYTES_PER_SERIES = 512;
const EMPTY = new Uint8Array(0);

export class TextImporter {
  readonly #appender: Appender;
  readonly #openMetrics: boolean;
  readonly #nowMs: number;
  readonly #limits: TextImportLimits;
  readonly #counts = new AppendCounts();
  readonly #scanner = new Scanner();
  readonly #metadata: FamilyMetadata;
  readonly #run: SampleRun;
  readonly #refs: BytesMap<SeriesRef>;
  readonly #errors: LineProblem[] = [];
  /** Start of a line whose end has not come yet. */
  #tail: Uint8Array = EMPTY;
  #lineTooLong = false;
  #lines = 0;
  #invalidLines = 0;
  #exemplars = 0;
  #ended = false;

  constructor({ appender, format, nowMs, limits }: TextImporterOptions) {
    this.#appender = appender;
    this.#openMetrics = format === 'openmetrics';
    this.#nowMs = nowMs;
    this.#limits = limits;
    this.#metadata = new FamilyMetadata(appender);
    this.#run = new SampleRun(appender);
    this.#refs = new BytesMap({
      entries: limits.maxCachedSeries,
      keyBytes: KEY_BYTES_PER_SERIES * limits.maxCachedSeries,
    });
  }

  /** Imports the lines that end in this chunk; the bytes may be used again afterwards. */
  push(chunk: Uint8Array): void {
    let from = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, from);
      if (newline < 0) break;
      if (this.#tail.length > 0 || this.#lineTooLong) {
        this.#keep(chunk.subarray(from, newline));
        this.#finishTail();
      } else this.#line(chunk, from, newline);
      from = newline + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  /** Imports what is left; the last line may lack its newline. */
  end(): TextImportOutcome {
    if (this.#tail.length > 0 || this.#lineTooLong) this.#finishTail();
    if (this.#openMetrics && !this.#ended)
      this.#problem('# EOF is missing: the text was cut off, or is not OpenMetrics');
    this.#flush();
    this.#metadata.flush();
    return {
      counts: this.#counts,
      exemplars: this.#exemplars,
      metadata: this.#metadata.count,
      lines: this.#lines,
      invalidLines: this.#invalidLines,
      errors: this.#errors,
    };
  }

  /** Adds to the line that has not ended, unless it is too long already. */
  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#lineTooLong) return;
    if (this.#tail.length + bytes.length > this.#limits.maxLineBytes) {
      this.#lineTooLong = true;
      this.#tail = EMPTY;
      return;
    }
    this.#tail = this.#tail.length === 0 ? bytes.slice() : Buffer.concat([this.#tail, bytes]);
  }

  #finishTail(): void {
    const tail = this.#tail;
    this.#tail = EMPTY;
    if (!this.#lineTooLong) return this.#line(tail, 0, tail.length);
    this.#lineTooLong = false;
    this.#lines++;
    this.#problem(`the line is longer than ${this.#limits.maxLineBytes} bytes`);
  }

  #line(bytes: Uint8Array, from: number, to: number): void {
    this.#lines++;
    const scanner = this.#scanner;
    scanner.reset(bytes, from, to);
    scanner.skipBlanks();
    if (scanner.atEnd) return;
    try {
      if (to - from > this.#limits.maxLineBytes) {
        throw new LineError(`the line is longer than ${this.#limits.maxLineBytes} bytes`);
      }
      if (this.#ended) throw new LineError('there is more after # EOF');
      if (scanner.take(HASH)) {
        // In 0.0.4 it is a comment like others.
        if (this.#metadata.readComment(scanner, this.#openMetrics) && this.#openMetrics) this.#ended = true;
      } else this.#sample(scanner);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      this.#problem(error.message);
    }
  }

  /** `name{labels} value [timestamp] [# {labels} value [timestamp]]`. */
  #sample(scanner: Scanner): void {
    const from = scanner.position;
    skipHead(scanner);
    const to = scanner.position;
    scanner.skipBlanks();
    const value = scanner.float('value');
    scanner.skipBlanks();
    const hasTime = !scanner.atEnd && scanner.peek() !== HASH;
    const timestampMs = hasTime ? this.#timestamp(scanner) : this.#nowMs;
    scanner.skipBlanks();
    const exemplar = scanner.atEnd ? null : this.#readExemplar(scanner, timestampMs);
    const ref = this.#seriesOf(scanner, from, to);
    if (ref === null) return;
    if (!this.#run.takes(ref)) this.#flush();
    this.#run.add(ref, timestampMs, value, this.#lines);
    if (exemplar === null || this.#appender.appendExemplar === undefined) return;
    const refusal = this.#appender.appendExemplar(ref, exemplar);
    if (refusal === null) this.#exemplars++;
    else this.#note(this.#lines, refusal.message);
  }

  /** `# {labels} value [timestamp]`; without a timestamp it has that of its sample. */
  #readExemplar(scanner: Scanner, sampleMs: number): Exemplar {
    if (!this.#openMetrics || !scanner.take(HASH)) throw new LineError('there is more after the timestamp');
    scanner.skipBlanks();
    if (scanner.peek() !== OPEN_BRACE) throw new LineError('an exemplar starts with its labels: { is missing');
    const labels = readExemplarLabels(scanner);
    scanner.skipBlanks();
    const value = scanner.float("exemplar's value");
    scanner.skipBlanks();
    const timestampMs = scanner.atEnd ? sampleMs : this.#timestamp(scanner);
    scanner.skipBlanks();
    if (!scanner.atEnd) throw new LineError('there is more after the exemplar');
    return { labels, value, timestampMs };
  }

  #timestamp(scanner: Scanner): number {
    const from = scanner.position;
    const number = scanner.float('timestamp');
    const ms = this.#openMetrics ? Math.round(number * 1_000) : number;
    if (Number.isSafeInteger(ms)) return ms;
    const text = JSON.stringify(scanner.textFrom(from).slice(0, 60));
    throw new LineError(
      `the timestamp ${text} is not ${this.#openMetrics ? 'a time in seconds' : 'a whole number of milliseconds'}`,
    );
  }

  /** The series of the head that lies from `from` to `to`; null when the store refuses it. Throws LineError. */
  #seriesOf(scanner: Scanner, from: number, to: number): SeriesRef | null {
    const { bytes, position } = scanner;
    const cached = this.#refs.get(bytes, from, to);
    if (cached !== undefined && this.#appender.isLive(cached)) return cached;
    scanner.position = from;
    const labels = readHead(scanner);
    scanner.position = position;
    const ref = this.#appender.series(labels);
    if (typeof ref !== 'number') {
      this.#counts.reject(ref);
      this.#note(this.#lines, ref.message);
      return null;
    }
    this.#refs.set(bytes, from, to, ref);
    return ref;
  }

  #flush(): void {
    const before = this.#counts.rejected;
    const first = this.#counts.firstRejection;
    this.#run.flush(this.#counts);
    if (this.#counts.rejected === before) return;
    const rejection = first === null ? this.#counts.firstRejection : null;
    const { firstLine, lastLine } = this.#run;
    const where = lastLine > firstLine ? ` (or one up to line ${lastLine})` : '';
    this.#note(firstLine, `${rejection?.message ?? 'refused like the first'}${where}`);
  }

  #problem(message: string): void {
    this.#invalidLines++;
    this.#note(this.#lines, message);
  }

  #note(line: number, message: string): void {
    if (this.#errors.length < this.#limits.maxErrors) this.#errors.push({ line, message });
  }
}
