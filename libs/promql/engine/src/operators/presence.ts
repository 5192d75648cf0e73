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
