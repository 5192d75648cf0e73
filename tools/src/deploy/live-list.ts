/** Shows how far a deployment is while it is waited for: in a terminal a list that is drawn anew, elsewhere a line per change. */

import type { ApplicationState } from '@chimera/lab';
import { formatSeconds } from '@chimera/lab';

export type LiveListOptions = {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Milliseconds, from any fixed point. */
  readonly now: () => number;
  /** Of the terminal; longer lines are cut, because a wrapped one could not be drawn over. */
  readonly columns?: number;
};

const SHOWN = 12;
const SHOWN_IN_LINE = 5;

/** To be called on every look, with how many are expected and those that are not well yet. */
export function createLiveList({ write, isTerminal, now, columns = 120 }: LiveListOptions) {
  const started = now();
  let last = '';
  let drawn = 0;
  return (expected: number, waiting: readonly ApplicationState[]): void => {
    const since = formatSeconds(now() - started).padStart(11);
    if (!isTerminal) {
      const text = `${expected - waiting.length} of ${expected} well; waiting for ${shorten(waiting.map(({ name }) => name))}`;
      if (text !== last && waiting.length > 0) write(`${since}  ${text}\n`);
      last = text;
      return;
    }
    const lines = [
      `${since}  ${expected - waiting.length} of ${expected} well`,
      ...waiting.slice(0, SHOWN).map(rowOf),
      ...(waiting.length > SHOWN ? [`  and ${waiting.length - SHOWN} more`] : []),
    ];
    const up = drawn > 0 ? `\x1b[${drawn}A\x1b[J` : '';
    write(`${up}${lines.map((line) => `${line.slice(0, columns - 1)}\n`).join('')}`);
    drawn = lines.length;
  };
}

function rowOf({ name, sync, health, reason }: ApplicationState): string {
  const text = reason.replaceAll(/\s+/g, ' ');
  return `  ${name.padEnd(28)} ${sync.padEnd(10)} ${health.padEnd(12)} ${text}`.trimEnd();
}

function shorten(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_IN_LINE).join(', ');
  return names.length > SHOWN_IN_LINE ? `${shown} and ${names.length - SHOWN_IN_LINE} more` : shown;
}
