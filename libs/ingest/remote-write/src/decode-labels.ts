/** Labels of a `prometheus.TimeSeries`, from bytes to a sorted label set. */
import { type ProtobufReader, Utf8Cache } from '@chimera/bytes';
import { compareStrings, formatLabels, type Labels, labelsFrom, METRIC_NAME } from '@chimera/tsdb-model';
import type { Rejection } from '@chimera/tsdb-storage';

export class LabelDecoder {
  readonly #texts = new Utf8Cache(100_000);
  readonly #pairs: [string, string][] = [];
  #bad = '';

  clear(): void {
    this.#pairs.length = 0;
    this.#bad = '';
  }

  /** Adds a pair of UTF-8 texts at places in the bytes (`[from, to)`): name, then value. */
  add(bytes: Uint8Array, nameFrom: number, nameTo: number, valueFrom: number, valueTo: number): void {
    const name = this.#texts.decode(bytes, nameFrom, nameTo);
    const value = this.#texts.decode(bytes, valueFrom, valueTo);
    if (name === null) this.#bad = 'label name is not UTF-8';
    else if (value === null) this.#bad = `label value of ${JSON.stringify(name)} is not UTF-8`;
    this.#pairs.push([name ?? '', value ?? '']);
  }

  /** Reads one `Label` message (name = 1, value = 2), at its field. */
  read(reader: ProtobufReader): void {
    const outer = reader.enter();
    let name = '';
    let value = '';
    while (reader.nextField()) {
      if (reader.field !== 1 && reader.field !== 2) {
        reader.skip();
        continue;
      }
      reader.expectWire(2);
      const field = reader.field;
      const start = reader.range();
      const text = this.#texts.decode(reader.bytes, start, reader.position);
      if (text === null) this.#bad = `label ${field === 1 ? 'name' : `value of ${JSON.stringify(name)}`} is not UTF-8`;
      else if (field === 1) name = text;
      else value = text;
    }
    reader.leave(outer);
    this.#pairs.push([name, value]);
  }

  /** The labels of an exemplar, which has no name; null when they are not UTF-8, unnamed or occur twice. */
  finishExemplar(): Labels | null {
    const names = new Set(this.#pairs.map(([name]) => name));
    if (this.#bad !== '' || names.size < this.#pairs.length || names.has('')) return null;
    return labelsFrom(this.#pairs);
  }

  /** The labels read since `clear`; a {@link Rejection} when they do not name a series. */
  finish(): Labels | Rejection {
    const pairs = this.#pairs;
    const labels: string[] = [];
    pairs.sort((a, b) => compareStrings(a[0], b[0]));
    for (let i = 0; i < pairs.length; i++) {
      const [name, value] = pairs[i];
      if (name === '') return invalid(pairs, 'a label has an empty name');
      if (i > 0 && name === pairs[i - 1][0]) return invalid(pairs, `the label ${JSON.stringify(name)} occurs twice`);
      if (value !== '') labels.push(name, value);
    }
    if (this.#bad !== '') return invalid(pairs, this.#bad);
    if (!labels.some((text, i) => i % 2 === 0 && text === METRIC_NAME)) {
      return invalid(pairs, `there is no metric name: set the label ${METRIC_NAME}`);
    }
    return labels;
  }
}

function invalid(pairs: readonly [string, string][], why: string): Rejection {
  return { reason: 'invalid_labels', message: `series ${formatLabels(pairs.flat())}: ${why}` };
}
