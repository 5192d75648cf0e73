/** The head of a sample's line, `name{label="value",...}`: found in one pass, read in another when it is new. */
import { compareStrings, type Labels, METRIC_NAME } from '@chimera/tsdb-model';
import { LineError } from './line-error.ts';
import { CLOSE_BRACE, COMMA, EQUALS, OPEN_BRACE, QUOTE, type Scanner } from './scanner.ts';

/** Fast path: moves past the head without reading it. */
export function skipHead(scanner: Scanner): void {
  scanner.skipName(true);
  const afterName = scanner.position;
  scanner.skipBlanks();
  if (scanner.peek() !== OPEN_BRACE) {
    scanner.position = afterName;
    return;
  }
  skipBraces(scanner);
}

/** Moves past `{...}`; the opening brace is next. */
function skipBraces(scanner: Scanner): void {
  const { bytes, end } = scanner;
  scanner.position++;
  while (scanner.position < end) {
    const byte = bytes[scanner.position];
    if (byte === QUOTE) scanner.skipQuoted();
    else {
      scanner.position++;
      if (byte === CLOSE_BRACE) return;
    }
  }
  throw new LineError('the labels do not end: } is missing');
}

/** Reads the head at the position as a sorted label set. Throws LineError. */
export function readHead(scanner: Scanner): Labels {
  const from = scanner.position;
  scanner.skipName(true);
  const name = scanner.textFrom(from);
  const pairs: [string, string][] = name === '' ? [] : [[METRIC_NAME, name]];
  scanner.skipBlanks();
  if (scanner.peek() === OPEN_BRACE) readBraces(scanner, pairs, true);
  if (!pairs.some(([label]) => label === METRIC_NAME)) throw new LineError('there is no metric name');
  return toLabels(pairs);
}

/** Reads `{label="value",...}`, for exemplars. */
export function readExemplarLabels(scanner: Scanner): Labels {
  const pairs: [string, string][] = [];
  readBraces(scanner, pairs, false);
  return toLabels(pairs);
}

/** A quoted text without a value is the metric's name, where there may be one. */
function readBraces(scanner: Scanner, pairs: [string, string][], named: boolean): void {
  scanner.position++;
  for (;;) {
    scanner.skipBlanks();
    if (scanner.take(CLOSE_BRACE)) return;
    const name = readLabelName(scanner);
    scanner.skipBlanks();
    if (scanner.take(EQUALS)) {
      scanner.skipBlanks();
      if (scanner.peek() !== QUOTE)
        throw new LineError(`the value of the label ${JSON.stringify(name.text)} is not in quotes`);
      pairs.push([name.text, scanner.quoted()]);
    } else if (named && name.quoted && !pairs.some(([label]) => label === METRIC_NAME)) {
      pairs.push([METRIC_NAME, name.text]);
    } else {
      throw new LineError(`= is missing after the label ${JSON.stringify(name.text)}`);
    }
    scanner.skipBlanks();
    if (scanner.take(COMMA) || scanner.peek() === CLOSE_BRACE) continue;
    throw new LineError(
      scanner.atEnd ? 'the labels do not end: } is missing' : 'a comma or } is missing after a label',
    );
  }
}

function readLabelName(scanner: Scanner): { readonly text: string; readonly quoted: boolean } {
  if (scanner.peek() === QUOTE) return { text: scanner.quoted(), quoted: true };
  const from = scanner.position;
  scanner.skipName(false);
  if (scanner.position === from) throw new LineError('a label has no name, or one that needs quotes');
  return { text: scanner.textFrom(from), quoted: false };
}

function toLabels(pairs: [string, string][]): Labels {
  pairs.sort((a, b) => compareStrings(a[0], b[0]));
  const labels: string[] = [];
  for (let i = 0; i < pairs.length; i++) {
    const [name, value] = pairs[i];
    if (name === '') throw new LineError('a label has an empty name');
    if (i > 0 && pairs[i - 1][0] === name) throw new LineError(`the label ${JSON.stringify(name)} occurs twice`);
    if (value !== '') labels.push(name, value);
  }
  return labels;
}
