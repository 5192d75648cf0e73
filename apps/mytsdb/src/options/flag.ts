/** One flag of the server: the table in `flags.ts` is made of these; parsing, help and `/status/flags` read it. */

/** Reads a flag's text; throws an Error whose message says what is allowed (`takes a port from 0 to 65535`). */
export type FlagParser<T> = (text: string) => T;

export type Flag<T> = {
  /** How the value is written in the help, like `PORT`; null for a switch, which may also be written `--no-<name>`. */
  readonly placeholder: string | null;
  /** The default, as text that `parse` reads. */
  readonly fallback: string;
  readonly help: string;
  readonly parse: FlagParser<T>;
};

export type FlagTable = Readonly<Record<string, Flag<unknown>>>;

/** The values of a table. */
export type FlagValues<T extends FlagTable> = {
  readonly [K in keyof T]: T[K] extends Flag<infer V> ? V : never;
};

/** `queryMaxLength` is `--query-max-length` and `MYTSDB_QUERY_MAX_LENGTH`; dots (Prometheus' names) stay dots. */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function variableName(key: string): string {
  return `MYTSDB_${flagName(key).replaceAll(/[-.]/g, '_').toUpperCase()}`;
}
