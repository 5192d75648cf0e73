/** Errors and invariants that every library may use. */
export { faultOf, isWrongUse } from './command-fault.ts';
export { InvariantError, invariant } from './invariant.ts';
export { messageOf } from './message-of.ts';
