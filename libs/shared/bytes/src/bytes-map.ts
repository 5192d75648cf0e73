/**
 * A bounded map whose keys are byte ranges, for decoders that meet the same bytes again and again: a lookup hashes the
 * range in place and allocates nothing. Keys are copied. A salt (uint32) keeps equal bytes of different context apart. When a bound is reached the map starts over, empty.
 */

export type BytesMapLimits = { readonly entries: number; readonly keyBytes: number };

export class BytesMap<V> {
  readonly #limits: BytesMapLimits;
  /** Open addressing: entry number + 1, 0 = free. Its length is a power of two, at least twice the entries. */
  #slots = new Uint32Array(256);
  #hashes = new Uint32Array(128);
  #salts = new Uint32Array(128);
  /** Key of entry e: #keys[#starts[e]] to #keys[#starts[e + 1]] (excluded). */
  #starts = new Uint32Array(129);
  #keys = new Uint8Array(4_096);
  #values: V[] = [];

  constructor(limits: BytesMapLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#values.length;
  }

  /** The value of the key bytes[from, to). */
  get(bytes: Uint8Array, from: number, to: number, salt = 0): V | undefined {
    const hash = hashBytes(bytes, from, to, salt);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] - 1;
      if (this.#hashes[entry] === hash && this.#isKey(entry, bytes, from, to, salt)) return this.#values[entry];
    }
    return undefined;
  }

  /** Sets the value of the key bytes[from, to); a key over the limit by itself is not kept. */
  set(bytes: Uint8Array, from: number, to: number, value: V, salt = 0): void {
    const hash = hashBytes(bytes, from, to, salt);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] - 1;
      if (this.#hashes[entry] !== hash || !this.#isKey(entry, bytes, from, to, salt)) continue;
      this.#values[entry] = value;
      return;
    }
    const { entries, keyBytes } = this.#limits;
    if (to - from > keyBytes) return;
    if (this.size >= entries || this.#starts[this.size] + to - from > keyBytes) this.clear();
    this.#insert(hash, bytes, from, to, value, salt);
  }

  clear(): void {
    this.#slots.fill(0);
    this.#values = [];
  }

  #insert(hash: number, bytes: Uint8Array, from: number, to: number, value: V, salt: number): void {
    const entry = this.size;
    if (2 * (entry + 1) > this.#slots.length) this.#grow();
    const start = this.#starts[entry];
    const end = start + to - from;
    if (end > this.#keys.length) this.#keys = grownTo(this.#keys, Math.max(end, 2 * this.#keys.length));
    for (let i = from; i < to; i++) this.#keys[start + i - from] = bytes[i];
    this.#starts[entry + 1] = end;
    this.#hashes[entry] = hash;
    this.#salts[entry] = salt;
    this.#values.push(value);
    this.#place(entry);
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes[entry] & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
  }

  #grow(): void {
    const size = this.#slots.length;
    this.#slots = new Uint32Array(2 * size);
    const hashes = new Uint32Array(size);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const salts = new Uint32Array(size);
    salts.set(this.#salts);
    this.#salts = salts;
    const starts = new Uint32Array(size + 1);
    starts.set(this.#starts);
    this.#starts = starts;
    for (let entry = 0; entry < this.size; entry++) this.#place(entry);
  }

  #isKey(entry: number, bytes: Uint8Array, from: number, to: number, salt: number): boolean {
    if (this.#salts[entry] !== salt) return false;
    const start = this.#starts[entry];
    if (this.#starts[entry + 1] - start !== to - from) return false;
    const keys = this.#keys;
    for (let i = from, k = start; i < to; i++, k++) if (keys[k] !== bytes[i]) return false;
    return true;
  }
}

function grownTo(from: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(size);
  to.set(from);
  return to;
}

/** Four bytes at a time; good enough for a table that compares keys. */
function hashBytes(bytes: Uint8Array, from: number, to: number, salt: number): number {
  let hash = (to - from) ^ Math.imul(salt, 0x27d4eb2f);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
