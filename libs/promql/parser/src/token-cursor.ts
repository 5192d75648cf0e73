/** What the parse functions share: the current token, the options, the depth, and how a syntax error is worded. */
import type { Position } from './ast.ts';
import { Lexer } from './lexer.ts';
import type { ParseOptions } from './options.ts';
import { ParseError } from './parse-error.ts';
import { describeToken, type Token, type TokenKind } from './tokens.ts';

/** The construct that a syntax error is reported in, and what it expected there. */
export type ErrorContext = { readonly construct: string; readonly expected: string };

/** Enough for generated queries, and safe for the stack of every JavaScript engine (a level takes some six frames). */
const MAX_NESTING = 500;

export class TokenCursor {
  readonly query: string;
  readonly options: ParseOptions;
  readonly #lexer: Lexer;
  readonly #contexts: ErrorContext[] = [];
  /** The end of the last token that was consumed. */
  lastEnd = 0;
  #token: Token | null = null;
  #depth = 0;

  constructor(query: string, options: ParseOptions) {
    this.query = query;
    this.options = options;
    this.#lexer = new Lexer(query);
  }

  /** The next token, not consumed. Read only when it is needed, so that errors come in the order of the text. */
  peek(): Token {
    this.#token ??= this.#lexer.next();
    return this.#token;
  }

  take(): Token {
    const token = this.peek();
    this.#token = null;
    this.lastEnd = token.end;
    return token;
  }

  /** Consumes the next token if it is of this kind. */
  accept(kind: TokenKind): Token | null {
    return this.peek().kind === kind ? this.take() : null;
  }

  /** Consumes a token of this kind, or fails at it. */
  expect(kind: TokenKind, context?: ErrorContext): Token {
    return this.accept(kind) ?? this.unexpected(context);
  }

  /** Runs a parse function; syntax errors inside are reported in this context, unless an inner one applies. */
  within<T>(context: ErrorContext, parse: () => T): T {
    this.#contexts.push(context);
    const result = parse();
    this.#contexts.pop();
    return result;
  }

  /** Notes that parsing recurses; call {@link leave} on the way back. Fails when the text nests too deeply. */
  enter(): void {
    if (++this.#depth > MAX_NESTING) {
      this.fail(`expression is nested too deeply: the limit is ${MAX_NESTING} levels`, this.peek());
    }
  }

  leave(): void {
    this.#depth--;
  }

  /** Fails at the next token. */
  unexpected(context: ErrorContext | undefined = this.#contexts.at(-1)): never {
    const token = this.peek();
    const where = context === undefined ? '' : ` in ${context.construct}`;
    const expected = context === undefined || context.expected === '' ? '' : `, expected ${context.expected}`;
    return this.fail(`unexpected ${describeToken(token)}${where}${expected}`, token);
  }

  fail(detail: string, { start, end }: Position): never {
    throw new ParseError(detail, { start, end }, this.query);
  }

  /** Runs a conversion of a token's text; its message becomes a parse error at the token. */
  convert<T>(token: Token, prefix: string, conversion: (text: string) => T): T {
    try {
      return conversion(token.text);
    } catch (error) {
      return this.fail(`${prefix}${error instanceof Error ? error.message : String(error)}`, token);
    }
  }
}
