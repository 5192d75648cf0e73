import { fakeClock } from '@chimera/testing';
import { expect, it } from 'vitest';
import { createProgress, progressLine } from './progress.ts';

function recorded(isTTY: boolean) {
  const written: string[] = [];
  const clock = fakeClock(0);
  return { written, clock, progress: createProgress(1000, clock, { isTTY, write: (text) => written.push(text) }) };
}

it('rewrites one line on a terminal', () => {
  const { written, clock, progress } = recorded(true);
  progress.update(10);
  progress.update(20);
  clock.advance(200);
  progress.update(500);
  progress.update(1000);
  progress.done();
  expect(written).toHaveLength(4);
  expect(written.slice(0, 3).every((text) => text.startsWith('\r'))).toBe(true);
  expect(written[2]).toContain('100 %');
  expect(written[3]).toBe('\n');
});

it('writes a plain line every few seconds elsewhere', () => {
  const { written, clock, progress } = recorded(false);
  for (let second = 1; second <= 7; second++) {
    clock.advance(1000);
    progress.update(second * 100);
  }
  progress.done();
  expect(written).toEqual([
    'seeding 300 of 1,000 samples, 30 %, 0.0 M/s, 7 s left\n',
    'seeding 600 of 1,000 samples, 60 %, 0.0 M/s, 4 s left\n',
  ]);
});

it('says samples, share, rate and time left', () => {
  expect(progressLine(5_000_000, 20_736_000, 2)).toBe(
    'seeding 5,000,000 of 20,736,000 samples, 24 %, 2.5 M/s, 7 s left',
  );
  expect(progressLine(0, 10, 0)).toContain('waiting for the server');
});
