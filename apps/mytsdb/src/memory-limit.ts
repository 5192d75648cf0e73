/** How much the store may take when nobody says. */
import { totalmem } from 'node:os';

const SHARE = 0.6;

/** 60 % of what the container or the machine has, bytes. */
export function automaticMemoryLimit(): number {
  const constrained = process.constrainedMemory();
  const total = totalmem();
  return Math.floor(SHARE * (constrained > 0 && constrained < total ? constrained : total));
}
