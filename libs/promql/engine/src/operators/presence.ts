/** Sets of steps, one byte per step. */

/** Adds the steps of `from` to `to`. */
export function addPresence(from: Uint8Array, to: Uint8Array): void {
  for (let k = 0; k < to.length; k++) to[k] = (to[k] as number) | (from[k] as number);
}

/** Leaves in `to` what `from` has too. */
export function intersectPresence(from: Uint8Array, to: Uint8Array): void {
  for (let k = 0; k < to.length; k++) to[k] = (to[k] as number) & (from[k] as number);
}

/** Takes the steps of `from` out of `to`. */
export function removePresence(from: Uint8Array, to: Uint8Array): void {
  for (let k = 0; k < to.length; k++) to[k] = (to[k] as number) & ~(from[k] as number);
}

/** Whether both have the same steps. */
export function areSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

/** Four steps that are all present, in one word. */
const FOUR_PRESENT = 0x01010101;
/** Below this length a view of words costs more than it saves. */
const FEW_STEPS = 64;

/** Whether all steps are there. Four bytes at a time: `includes(0)` takes as long as adding the columns up. */
export function isFull(present: Uint8Array): boolean {
  const inWords = present.length >= FEW_STEPS && present.byteOffset % 4 === 0;
  const words = inWords ? new Uint32Array(present.buffer, present.byteOffset, present.length >> 2) : NO_WORDS;
  for (let i = 0; i < words.length; i++) if (words[i] !== FOUR_PRESENT) return false;
  for (let k = words.length << 2; k < present.length; k++) if (present[k] === 0) return false;
  return true;
}

const NO_WORDS = new Uint32Array(0);
