import { expect, it } from 'vitest';
import { DeltaState } from './delta-state.ts';

it('adds up per series and refuses what is not later', () => {
  const state = new DeltaState(10);
  expect([state.add(1, 100, 5), state.add(2, 100, 1), state.add(1, 200, 2.5)]).toEqual([5, 1, 7.5]);
  expect([state.add(1, 200, 1), state.add(1, 150, 1), state.add(1, 201, 1)]).toEqual([NaN, NaN, 8.5]);
});

it('forgets the series unused for longest', () => {
  const state = new DeltaState(2);
  state.add(1, 1, 10);
  state.add(2, 1, 10);
  state.add(1, 2, 1);
  state.add(3, 1, 10);
  expect(state.size).toBe(2);
  expect([state.add(1, 3, 1), state.add(2, 3, 1)]).toEqual([12, 1]);
});
