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
  #keysView = new DataView(this.#keys.buffer);
  #values: V[] = [];
  /** The buffer asked about last, and a view that reads four of its bytes at once. */
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  constructor(limits: BytesMapLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#values.length;
  }

  /** The value of the key bytes[from, to). */
  get(bytes: Uint8Array, from: number, to: number, salt = 0): V | undefined {
    const hash = hashBytes(this.#viewOf(bytes), from, to, salt);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] - 1;
      if (this.#hashes[entry] === hash && this.#isKey(entry, from, to, salt)) return this.#values[entry];
    }
    return undefined;
  }

  /** Sets the value of the key bytes[from, to); a key over the limit by itself is not kept. */
  set(bytes: Uint8Array, from: number, to: number, value: V, salt = 0): void {
    const hash = hashBytes(this.#viewOf(bytes), from, to, salt);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] - 1;
      if (this.#hashes[entry] !== hash || !this.#isKey(entry, from, to, salt)) continue;
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
    if (end > this.#keys.length) {
      this.#keys = grownTo(this.#keys, Math.max(end, 2 * this.#keys.length));
      this.#keysView = new DataView(this.#keys.buffer);
    }
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

  #isKey(entry: number, from: number, to: number, salt: number): boolean {
    if (this.#salts[entry] !== salt) return false;
    const start = this.#starts[entry];
    if (this.#starts[entry + 1] - start !== to - from) return false;
    const view = this.#view;
    const keys = this.#keysView;
    let i = from;
    let k = start;
    for (; i + 4 <= to; i += 4, k += 4) if (view.getInt32(i, true) !== keys.getInt32(k, true)) return false;
    for (; i < to; i++, k++) if (view.getUint8(i) !== keys.getUint8(k)) return false;
    return true;
  }

  #viewOf(bytes: Uint8Array): DataView {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}

function grownTo(from: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(size);
  to.set(from);
  return to;
}

/** Four bytes at a time; good enough for a table that compares keys. */
function hashBytes(view: DataView, from: number, to: number, salt: number): number {
  let hash = (to - from) ^ Math.imul(salt, 0x27d4eb2f);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    hash = Math.imul(hash ^ view.getInt32(i, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; i < to; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
