/** Lets the main thread go first when cores are scarce: it owns the sockets, and `/health` must answer while queries run. */
import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** Below the rest of the process. */
const NICE = 5;
const LEAST = 19;

/**
 * Lowers the calling thread's priority. Linux only, where setpriority(2) takes a thread's id like a process' and
 * /proc/thread-self names it; elsewhere, and where it is not allowed, nothing changes.
 */
export function lowerThreadPriority(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (thread > 0) setPriority(thread, Math.min(LEAST, getPriority() + NICE));
  } catch {
    // Priorities are a courtesy.
  }
}
