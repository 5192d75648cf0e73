/**
 * JSON read value by value, so that a body never stands in memory as objects: `JSON.parse` makes up to thirty times its
 * size of some bodies, and no limit of a thread's heap stops it in time. Throws SyntaxError for what is no JSON.
 */
import { invariant } from '@chimera/errors';

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
export type JsonScalar = string | number | boolean | null;

/** UTF-16 units of one string, and levels of values that are skipped. */
export const MAX_STRING = 2 ** 20;
const MAX_SKIPPED_DEPTH = 500;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const [QUOTE, BACKSLASH, COMMA, COLON, MINUS] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

export class JsonReader {
  readonly text: string;
  #at = 0;
  /** Nothing has been read of the object or array that was entered last. */
  #fresh = false;

  constructor(text: string) {
    this.text = text;
  }

  /** Where the next value begins, once `kind` has been asked; else where the last one ended. */
  get position(): number {
    return this.#at;
  }

  /** Of the next value. */
  kind(): JsonKind {
    const code = this.#next();
    if (code === OPEN_BRACE) return 'object';
    if (code === OPEN_BRACKET) return 'array';
    if (code === QUOTE) return 'string';
    if (code === MINUS || (code >= 0x30 && code <= 0x39)) return 'number';
    if (code === 0x74 || code === 0x66) return 'boolean';
    if (code === 0x6e) return 'null';
    return this.#unexpected();
  }

  /** Goes into the next value, an object or an array: `nextKey` or `nextElement` until it has ended. */
  enter(): void {
    const code = this.#next();
    invariant(code === OPEN_BRACE || code === OPEN_BRACKET, 'BUG: only objects and arrays can be entered');
    this.#at++;
    this.#fresh = true;
  }

  /** The next name of the object, whose value is to be read or skipped; null at its end. */
  nextKey(): string | null {
    let code = this.#next();
    if (code === CLOSE_BRACE) return this.#leave();
    if (!this.#fresh) {
      this.#expect(COMMA);
      code = this.#next();
    }
    this.#fresh = false;
    if (code !== QUOTE) this.#unexpected();
    const key = this.#string();
    this.#expect(COLON);
    return key;
  }

  /** Whether the array has another value, which is to be read or skipped. */
  nextElement(): boolean {
    if (this.#next() === CLOSE_BRACKET) return this.#leave() !== null;
    if (!this.#fresh) this.#expect(COMMA);
    this.#fresh = false;
    return true;
  }

  /** The next value, which is neither an object nor an array. Throws RangeError for a string that is too long. */
  scalar(): JsonScalar {
    switch (this.kind()) {
      case 'string':
        return this.#string();
      case 'number':
        return this.#number();
      case 'null':
        return this.#word('null', null);
      default:
        return this.text.charCodeAt(this.#at) === 0x74 ? this.#word('true', true) : this.#word('false', false);
    }
  }

  /** Past the next value, whatever it is. */
  skip(depth = 0): void {
    if (depth > MAX_SKIPPED_DEPTH) throw new RangeError(`values are nested deeper than ${MAX_SKIPPED_DEPTH}`);
    const kind = this.kind();
    if (kind === 'object') {
      this.enter();
      while (this.nextKey() !== null) this.skip(depth + 1);
    } else if (kind === 'array') {
      this.enter();
      while (this.nextElement()) this.skip(depth + 1);
    } else if (kind === 'string') this.#endOfString();
    else this.scalar();
  }

  /** Throws SyntaxError when anything follows. */
  end(): void {
    if (!Number.isNaN(this.#next())) this.#unexpected();
  }

  /** The code of what follows white space; NaN at the end. */
  #next(): number {
    let code = this.text.charCodeAt(this.#at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = this.text.charCodeAt(++this.#at);
    return code;
  }

  #expect(code: number): void {
    if (this.#next() !== code) this.#unexpected();
    this.#at++;
  }

  #leave(): null {
    this.#at++;
    this.#fresh = false;
    return null;
  }

  #string(): string {
    const from = this.#at;
    const escaped = this.#endOfString();
    if (this.#at - from > MAX_STRING) throw new RangeError(`a string is longer than ${MAX_STRING} characters`);
    return escaped ? (JSON.parse(this.text.slice(from, this.#at)) as string) : this.text.slice(from + 1, this.#at - 1);
  }

  /** Past the string that begins here; whether it has escapes. */
  #endOfString(): boolean {
    const { text } = this;
    let escaped = false;
    for (let at = this.#at + 1; ; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return escaped;
      }
      if (code === BACKSLASH) {
        escaped = true;
        at++;
      } else if (!(code >= 0x20)) {
        this.#at = at;
        this.#unexpected();
      }
    }
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits === undefined) return this.#unexpected();
    this.#at += digits.length;
    return Number(digits);
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) this.#unexpected();
    this.#at += word.length;
    return value;
  }

  #unexpected(): never {
    if (this.#at >= this.text.length) throw new SyntaxError('it ends in the middle');
    throw new SyntaxError(`unexpected ${JSON.stringify(this.text[this.#at])} at character ${this.#at}`);
  }
}
