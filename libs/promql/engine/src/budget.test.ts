import { expect, test } from 'vitest';
import { createBudget } from './budget.ts';
import { DEFAULT_ENGINE_OPTIONS } from './options.ts';

const options = { ...DEFAULT_ENGINE_OPTIONS, maxSamples: 100, timeoutMs: 1_000 };

test('holding more samples than the limit ends the query; releasing makes room', () => {
  const budget = createBudget(options, { now: () => 0, isCancelled: () => false });
  budget.hold(80);
  budget.release(50);
  budget.hold(70);
  expect(() => budget.hold(1)).toThrow('query processing would load too many samples into memory in query execution');
});

test('the peak and the samples read are counted', () => {
  const budget = createBudget(options, { now: () => 0, isCancelled: () => false });
  budget.hold(60);
  budget.release(60);
  budget.hold(10);
  budget.countRead(7);
  budget.countRead(5);
  expect(budget.stats()).toEqual({ samplesRead: 12, peakSamples: 60 });
});

test('the deadline counts from the creation of the budget', () => {
  let nowMs = 5_000;
  const budget = createBudget(options, { now: () => nowMs, isCancelled: () => false });
  nowMs = 6_000;
  expect(() => budget.check()).not.toThrow();
  nowMs = 6_001;
  expect(() => budget.check()).toThrow(
    expect.objectContaining({ type: 'timeout', message: 'query timed out in expression evaluation' }),
  );
});

test('a cancelled query ends at the next check', () => {
  const budget = createBudget(options, { now: () => 0, isCancelled: () => true });
  expect(() => budget.check()).toThrow(
    expect.objectContaining({ type: 'canceled', message: 'query was canceled in expression evaluation' }),
  );
});
