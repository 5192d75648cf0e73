/** The system's clock. */
import type { Clock } from '@chimera/testing';

export const systemClock: Clock = { now: () => Date.now() };
