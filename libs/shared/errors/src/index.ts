/** Errors and invariants that every library may use. */
export { InvariantError, invariant } from './invariant.ts';
export { messageOf } from './message-of.ts';
