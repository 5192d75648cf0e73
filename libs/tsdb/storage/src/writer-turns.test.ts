import { expect, test } from 'vitest';
import { createWriterTurns, runAtOnce, type SlicedWork } from './writer-turns.ts';

/** A clock that each step moves on, and turns that are taken by hand. */
function setup() {
  const clock = { ms: 0 };
  const resumes: (() => void)[] = [];
  const log: string[] = [];
  const turns = createWriterTurns({ sliceMs: 3, now: () => clock.ms, nextTurn: (resume) => void resumes.push(resume) });
  function* work(name: string, steps: number, stepMs = 1): SlicedWork<string> {
    for (let i = 0; i < steps; i++) {
      log.push(`${name}${i}`);
      clock.ms += stepMs;
      if (i < steps - 1) yield;
    }
    return name;
  }
  return { turns, work, log, clock, turn: () => resumes.shift()?.() };
}

test('what fits into a slice is done at once; more waits for the next turn', async () => {
  const { turns, work, log, turn } = setup();
  const done = turns.run(work('a', 5));
  expect(log).toEqual(['a0', 'a1', 'a2']);
  expect(turns.waiting).toBe(1);
  turn();
  expect(log).toHaveLength(5);
  expect(turns.waiting).toBe(0);
  expect(await done).toBe('a');
});

test('works never interleave, and share the slices of a turn', async () => {
  const { turns, work, log, turn } = setup();
  const [a, b] = [turns.run(work('a', 4)), turns.run(work('b', 2))];
  expect(log).toEqual(['a0', 'a1', 'a2']);
  turn();
  expect(log).toEqual(['a0', 'a1', 'a2', 'a3', 'b0', 'b1']);
  expect(await Promise.all([a, b])).toEqual(['a', 'b']);
  // The turn's time is used up, though nothing waits.
  void turns.run(work('c', 1));
  expect(log).toHaveLength(6);
  turn();
  expect(log).toHaveLength(7);
});

test('a work that throws rejects, and the next one runs', async () => {
  const { turns, work } = setup();
  // biome-ignore lint/correctness/useYield: it ends before its first step does
  function* broken(): SlicedWork<string> {
    throw new Error('broken');
  }
  await expect(turns.run(broken())).rejects.toThrow('broken');
  expect(await turns.run(work('a', 1))).toBe('a');
});

test('work may begin other work', async () => {
  const { turns, work, log } = setup();
  const done = turns.run(work('a', 1)).then(() => turns.run(work('b', 1)));
  expect(await done).toBe('b');
  expect(log).toEqual(['a0', 'b0']);
});

test('at once', () => {
  const { work, log } = setup();
  expect(runAtOnce(work('a', 9))).toBe('a');
  expect(log).toHaveLength(9);
});
