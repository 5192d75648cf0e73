/** Reading a closed document: each wrong place becomes one line, and reading goes on, so that all are told at once. */
import { closest } from '../options/closest.ts';

/** A mapping of the document; never an array or null. */
export type Mapping = Readonly<Record<string, unknown>>;

export class Problems {
  readonly lines: string[] = [];

  add(where: string, message: string): void {
    this.lines.push(`${where} ${message}`);
  }

  /** A mapping with no keys but `known`; null when absent or wrong. Values may be of any kind. */
  mapping(where: string, value: unknown, known: readonly string[] | null): Mapping | null {
    if (value === undefined || value === null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.add(where, 'must be a mapping (key: value)');
      return null;
    }
    if (known !== null) for (const key of Object.keys(value)) this.#checkKey(where, key, known);
    return value as Mapping;
  }

  /** A text; null when absent. */
  text(where: string, value: unknown): string | null {
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string') return value;
    this.add(where, `must be a text; got ${kindOf(value)}. Put it into quotes`);
    return null;
  }

  flag(where: string, value: unknown, fallback: boolean): boolean {
    if (value === undefined || value === null) return fallback;
    if (typeof value === 'boolean') return value;
    this.add(where, `must be true or false; got ${kindOf(value)}`);
    return fallback;
  }

  texts(where: string, value: unknown): readonly string[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
    this.add(where, 'must be a list of texts');
    return [];
  }

  /** One of a table's keys; null when absent or unknown. */
  choice<T>(where: string, value: unknown, table: Readonly<Record<string, T>>): T | null {
    const name = this.text(where, value);
    if (name === null) return null;
    if (Object.hasOwn(table, name)) return table[name] as T;
    this.add(where, `must be one of ${Object.keys(table).join(', ')}; got '${name}'`);
    return null;
  }

  #checkKey(where: string, key: string, known: readonly string[]): void {
    if (known.includes(key)) return;
    const near = closest(key, known);
    const hint = near === null ? `Known keys: ${known.join(', ')}` : `Did you mean '${near}'?`;
    this.add(where, `has the unknown key '${key}'. ${hint}`);
  }
}

/** Never the value itself: it may be a secret. */
function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'nothing' : `a ${typeof value}`;
}
