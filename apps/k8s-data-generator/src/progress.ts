/** Progress of a seed: one line that is rewritten on a terminal, a plain line every few seconds elsewhere. */
import type { Clock } from '@chimera/testing';
import { grouped } from './describe.ts';

export type Terminal = { readonly isTTY: boolean; write(text: string): void };

export type Progress = {
  /** So many samples are acknowledged, of the whole seed. */
  update(acknowledged: number): void;
  /** Ends the line. */
  done(): void;
};

const TERMINAL_EVERY_MS = 100;
const PLAIN_EVERY_MS = 3000;

/** `total` samples are expected. Nothing is written before the first {@link Progress.update}. */
export function createProgress(total: number, clock: Clock, terminal: Terminal): Progress {
  const startedMs = clock.now();
  let shownMs = terminal.isTTY ? Number.NEGATIVE_INFINITY : startedMs;
  let width = 0;
  const show = (acknowledged: number, nowMs: number): void => {
    const line = progressLine(acknowledged, total, (nowMs - startedMs) / 1000);
    if (!terminal.isTTY) terminal.write(`${line}\n`);
    else terminal.write(`\r${line.padEnd(width)}`);
    width = line.length;
  };
  return {
    update: (acknowledged) => {
      const nowMs = clock.now();
      const due = nowMs - shownMs >= (terminal.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS);
      if (!due && !(terminal.isTTY && acknowledged >= total)) return;
      shownMs = nowMs;
      show(acknowledged, nowMs);
    },
    done: () => {
      if (terminal.isTTY && width > 0) terminal.write('\n');
    },
  };
}

/** Samples, share, rate and time left. */
export function progressLine(acknowledged: number, total: number, seconds: number): string {
  const percent = Math.floor((100 * acknowledged) / Math.max(1, total));
  const rate = seconds > 0 ? acknowledged / seconds : 0;
  const left = rate > 0 ? `${Math.ceil((total - acknowledged) / rate)} s left` : 'waiting for the server';
  return `seeding ${grouped(acknowledged)} of ${grouped(total)} samples, ${percent} %, ${(rate / 1e6).toFixed(1)} M/s, ${left}`;
}
