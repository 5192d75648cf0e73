/** UTF-8 to strings for texts that repeat, such as label names: equal bytes give the same string, decoded once. */
import { BytesMap } from './bytes-map.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class Utf8Cache {
  readonly #texts: BytesMap<string>;

  /** Holds at most so many texts, of at most 1 MiB in all. */
  constructor(entries = 10_000) {
    this.#texts = new BytesMap({ entries, keyBytes: 1 << 20 });
  }

  /** The text of bytes[from, to); null when they are not UTF-8. */
  decode(bytes: Uint8Array, from: number, to: number): string | null {
    const cached = this.#texts.get(bytes, from, to);
    if (cached !== undefined) return cached;
    const text = decodeUtf8(bytes, from, to);
    if (text !== null) this.#texts.set(bytes, from, to, text);
    return text;
  }
}

/** The text of bytes[from, to); null when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string | null {
  try {
    return decoder.decode(bytes.subarray(from, to));
  } catch {
    return null;
  }
}
