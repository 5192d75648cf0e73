/** How much the store may take when nobody says. */
import { totalmem } from 'node:os';

const SHARE = 0.6;
/** Of requests and answers under way, and no less than two of the largest messages. */
const TRANSIT_SHARE = 0.1;
const LEAST_TRANSIT_BYTES = 128 * 1024 ** 2;

/** 60 % of what the container or the machine has, bytes. */
export function automaticMemoryLimit(): number {
  return Math.floor(SHARE * availableBytes());
}

/** A tenth of that memory, bytes. */
export function automaticTransitLimit(): number {
  return Math.max(LEAST_TRANSIT_BYTES, Math.floor(TRANSIT_SHARE * availableBytes()));
}

function availableBytes(): number {
  const constrained = process.constrainedMemory();
  const total = totalmem();
  return constrained > 0 && constrained < total ? constrained : total;
}
