/** Text to tokens, on demand: what Prometheus' lexer accepts, with its messages. */
import { ParseError } from './parse-error.ts';
import { quote, quoteCharacter } from './quote.ts';
import { isAlphaNumeric, scanNumberOrDuration } from './scan-number.ts';
import { characterAt, scanString } from './scan-string.ts';
import { KEYWORDS, type Token, type TokenKind } from './tokens.ts';

const SINGLE: ReadonlySet<string> = new Set([',', '*', '/', '%', '+', '-', '^', '@']);
const IN_DURATION: ReadonlySet<string> = new Set([',', '*', '/', '%', '+', '-', '^']);
const DURATION_WORDS: ReadonlySet<string> = new Set(['step', 'range', 'max_of', 'min_of']);
/** These are keywords only before a parenthesis, so that metrics of this name keep working. */
const CALL_KEYWORDS: ReadonlySet<string> = new Set(['fill', 'fill_left', 'fill_right']);

/** A lexer over one query; `next` may be called until it gives the end of input, and throws ParseError. */
export class Lexer {
  readonly #text: string;
  #at = 0;
  #parenDepth = 0;
  #inBraces = false;
  #inBrackets = false;
  /** Right after `[` only durations are lexed; after the first number the usual rules hold again. */
  #durationMode = false;
  #seenColon = false;
  #seenDuration = false;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token {
    for (;;) {
      if (this.#durationMode) {
        this.#skipSpace();
        return this.#duration();
      }
      this.#skipSpace();
      if (this.#text[this.#at] !== '#') break;
      this.#skipComment();
    }
    return this.#inBraces ? this.#insideBraces() : this.#statement();
  }

  #statement(): Token {
    const start = this.#at;
    const character = characterAt(this.#text, start);
    const following = this.#text[start + 1];
    if (character === undefined) {
      if (this.#parenDepth !== 0) this.#fail('unclosed left parenthesis', start);
      if (this.#inBrackets) this.#fail('unclosed left bracket', start);
      return this.#emit('end of input', start);
    }
    if (SINGLE.has(character)) return this.#emit(character as TokenKind, start + 1);
    switch (character) {
      case '=':
        if (following === '~') this.#fail(`unexpected character after '=': '~'`, start);
        return following === '=' ? this.#emit('==', start + 2) : this.#emit('=', start + 1);
      case '!':
        if (following === '=') return this.#emit('!=', start + 2);
        return this.#fail(
          `unexpected character after '!': ${quoteCharacter(characterAt(this.#text, start + 1))}`,
          start,
        );
      case '<':
      case '>':
        if (following === '=' || following === '/') return this.#emit(`${character}${following}`, start + 2);
        return this.#emit(character, start + 1);
      case '(':
      case ')':
        return this.#parenthesis(character);
      case '{':
        this.#inBraces = true;
        return this.#emit('{', start + 1);
      case '[':
        if (this.#inBrackets) this.#fail(`unexpected left bracket '['`, start);
        this.#seenColon = false;
        this.#inBrackets = true;
        this.#durationMode = true;
        return this.#emit('[', start + 1);
      case ']':
        if (!this.#inBrackets) this.#fail(`unexpected right bracket ']'`, start);
        this.#inBrackets = false;
        return this.#emit(']', start + 1);
      case '"':
      case "'":
      case '`':
        return this.#string();
      default:
    }
    if (this.#atNumber()) return this.#number();
    if (!/[a-zA-Z_:]/.test(character)) this.#fail(`unexpected character: ${quoteCharacter(character)}`, start);
    if (!this.#inBrackets) return this.#word();
    if (character === ':') {
      if (this.#seenColon) this.#fail(`unexpected colon ':'`, start);
      this.#seenColon = true;
      return this.#emit(':', start + 1);
    }
    return (
      this.#durationWord() ?? this.#fail(`unexpected character: ${quoteCharacter(character)}, expected ':'`, start)
    );
  }

  /** Inside of braces all words are identifiers. */
  #insideBraces(): Token {
    const start = this.#at;
    const character = characterAt(this.#text, start);
    const following = this.#text[start + 1];
    switch (character) {
      case undefined:
        return this.#fail('unexpected end of input inside braces', start);
      case ',':
        return this.#emit(',', start + 1);
      case '"':
      case "'":
      case '`':
        return this.#string();
      case '=':
        return following === '~' ? this.#emit('=~', start + 2) : this.#emit('=', start + 1);
      case '!':
        if (following === '~' || following === '=') return this.#emit(`!${following}`, start + 2);
        return this.#fail(
          `unexpected character after '!' inside braces: ${quoteCharacter(characterAt(this.#text, start + 1))}`,
          start,
        );
      case '{':
        return this.#fail(`unexpected left brace '{'`, start);
      case '}':
        this.#inBraces = false;
        return this.#emit('}', start + 1);
      default:
    }
    if (!/[a-zA-Z_]/.test(character)) {
      this.#fail(`unexpected character inside braces: ${quoteCharacter(character)}`, start);
    }
    let end = start;
    while (isAlphaNumeric(this.#text[end])) end++;
    return this.#emit('identifier', end);
  }

  #duration(): Token {
    const start = this.#at;
    const character = characterAt(this.#text, start);
    if (character === undefined) return this.#fail('unexpected end of input in duration expression', start);
    if (IN_DURATION.has(character)) return this.#emit(character as TokenKind, start + 1);
    if (character === '(' || character === ')') return this.#parenthesis(character);
    if (character === ']') {
      this.#inBrackets = false;
      this.#durationMode = false;
      this.#seenColon = false;
      return this.#emit(']', start + 1);
    }
    if (character === ':') {
      if (!this.#seenDuration) this.#fail('unexpected colon before duration in duration expression', start + 1);
      if (this.#seenColon) this.#fail('unexpected repeated colon in duration expression', start + 1);
      this.#seenColon = true;
      return this.#emit(':', start + 1);
    }
    if (this.#atNumber()) {
      this.#seenDuration = true;
      this.#durationMode = false;
      return this.#number();
    }
    return (
      this.#durationWord() ??
      this.#fail(`unexpected character in duration expression: ${quoteCharacter(character)}`, start)
    );
  }

  #durationWord(): Token | null {
    const word = /^[a-zA-Z_]+/.exec(this.#text.slice(this.#at, this.#at + 8))?.[0].toLowerCase();
    const end = this.#at + (word?.length ?? 0);
    if (word === undefined || !DURATION_WORDS.has(word)) return null;
    return this.#emit(word as TokenKind, end);
  }

  #parenthesis(character: '(' | ')'): Token {
    this.#parenDepth += character === '(' ? 1 : -1;
    if (this.#parenDepth < 0) this.#fail(`unexpected right parenthesis ')'`, this.#at + 1);
    return this.#emit(character, this.#at + 1);
  }

  #atNumber(): boolean {
    const character = this.#text[this.#at] as string;
    return isDigit(character) || (character === '.' && isDigit(this.#text[this.#at + 1]));
  }

  #number(): Token {
    const { kind, end } = scanNumberOrDuration(this.#text, this.#at);
    if (kind === 'bad') {
      this.#fail(`bad number or duration syntax: ${quote(this.#text.slice(this.#at, end))}`, this.#at);
    }
    return this.#emit(kind, end);
  }

  #string(): Token {
    const scan = scanString(this.#text, this.#at);
    return 'end' in scan ? this.#emit('string', scan.end) : this.#fail(scan.problem, this.#at);
  }

  #word(): Token {
    let end = this.#at;
    while (isAlphaNumeric(this.#text[end]) || this.#text[end] === ':') end++;
    const word = this.#text.slice(this.#at, end);
    const keyword = word.toLowerCase();
    if (keyword === 'inf' || keyword === 'nan') return this.#emit('number', end);
    if (KEYWORDS.has(keyword) && (!CALL_KEYWORDS.has(keyword) || this.#isCall(end))) {
      return this.#emit(keyword as TokenKind, end);
    }
    return this.#emit(word.includes(':') ? 'metricName' : 'identifier', end);
  }

  #isCall(end: number): boolean {
    let at = end;
    while (isSpace(this.#text[at])) at++;
    return this.#text[at] === '(';
  }

  #skipSpace(): void {
    while (isSpace(this.#text[this.#at])) this.#at++;
  }

  #skipComment(): void {
    while (this.#at < this.#text.length && this.#text[this.#at] !== '\n' && this.#text[this.#at] !== '\r') this.#at++;
  }

  #emit(kind: TokenKind, end: number): Token {
    const start = this.#at;
    this.#at = end;
    return { kind, start, end, text: this.#text.slice(start, end) };
  }

  #fail(detail: string, start: number): never {
    throw new ParseError(detail, { start, end: this.#text.length }, this.#text);
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
