import type { ApplicationState } from '@chimera/lab';
import { expect, test } from 'vitest';
import { createLiveList } from './live-list.ts';

const waiting = (...names: string[]): ApplicationState[] =>
  names.map((name) => ({
    name,
    sync: 'OutOfSync',
    health: 'Missing',
    revision: '',
    reason: 'two\nlines',
    reconciledAt: '',
  }));

function start(isTerminal: boolean, columns?: number) {
  const written: string[] = [];
  let time = 0;
  const look = createLiveList({
    write: (text) => written.push(text),
    isTerminal,
    now: () => time,
    ...(columns !== undefined && { columns }),
  });
  return {
    written,
    look: (milliseconds: number, ...names: string[]) => ((time = milliseconds), look(9, waiting(...names))),
  };
}

test('outside of a terminal a line only when something changed, and none at the end', () => {
  const { written, look } = start(false);
  look(0, 'a', 'b', 'c', 'd', 'e', 'f', 'g');
  look(500, 'a', 'b', 'c', 'd', 'e', 'f', 'g');
  look(1_500, 'g');
  look(2_000);
  expect(written.map((line) => line.trim())).toEqual([
    '0.0 s  2 of 9 well; waiting for a, b, c, d, e and 2 more',
    '1.5 s  8 of 9 well; waiting for g',
  ]);
});

test('in a terminal the list is drawn over the one before, with reasons on one line each', () => {
  const { written, look } = start(true);
  look(0, 'a', 'b');
  look(12_000, 'b');
  expect(written[0]).toBe(
    `      0.0 s  7 of 9 well\n  ${'a'.padEnd(28)} OutOfSync  Missing      two lines\n  ${'b'.padEnd(28)} OutOfSync  Missing      two lines\n`,
  );
  expect(written[1]).toBe(
    `\x1b[3A\x1b[J       12 s  8 of 9 well\n  ${'b'.padEnd(28)} OutOfSync  Missing      two lines\n`,
  );
});

test('no line of the list is longer than the terminal, and the list has an end', () => {
  const { written, look } = start(true, 30);
  look(0, ...Array.from({ length: 9 }, (_, at) => `application-${at}`), 'x', 'y', 'z', 'last', 'hidden');
  const lines = (written[0] ?? '').trimEnd().split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(30);
  expect(lines).toHaveLength(14);
  expect(lines.at(-1)).toBe('  and 2 more');
});
