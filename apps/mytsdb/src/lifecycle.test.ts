import { fakeClock } from '@chimera/testing';
import { expect, test } from 'vitest';
import { createLifecycle } from './lifecycle.ts';

function start(expectSeed: boolean) {
  const clock = fakeClock(1_000);
  const events: string[] = [];
  const lifecycle = createLifecycle({
    expectSeed,
    clock,
    clear: () => void events.push('clear'),
    onChange: ({ state }) => void events.push(state),
  });
  return { clock, events, lifecycle };
}

test('without an expected seed it is ready as it serves; puts are nothing special', () => {
  const { lifecycle, events } = start(false);
  expect(lifecycle.status()).toMatchObject({ state: 'starting', percent: null });
  lifecycle.serving();
  expect(lifecycle.status()).toMatchObject({ state: 'ready', reason: '' });
  lifecycle.seedCompleted();
  lifecycle.draining();
  expect(events).toEqual(['ready', 'draining']);
});

test('seeding: percent of what was announced, over several streams', () => {
  const { lifecycle, events } = start(true);
  lifecycle.serving();
  expect(lifecycle.status().reason).toBe('waiting for a seeder: nobody has begun to seed yet');
  const first = lifecycle.seedBegun(200);
  const second = lifecycle.seedBegun(null);
  first.progress(50);
  second.progress(49);
  expect(lifecycle.status()).toMatchObject({ state: 'seeding', percent: 49, reason: 'seeding: 99 samples, 49 %' });
  first.ended(null);
  second.ended(null);
  lifecycle.seedCompleted();
  expect(lifecycle.status()).toMatchObject({ state: 'ready', percent: null, seededSamples: 99 });
  expect(events).not.toContain('clear');
});

test('a seeder that fails leaves it unready with the reason; the next one clears first', () => {
  const { lifecycle, events } = start(true);
  lifecycle.serving();
  const failing = lifecycle.seedBegun(100);
  failing.progress(10);
  failing.ended('connection reset');
  expect(lifecycle.status()).toMatchObject({
    state: 'seeding',
    percent: null,
    reason: 'the seeder went away after 10 samples (connection reset); the next one starts over',
  });
  const retry = lifecycle.seedBegun(100);
  expect(events.filter((event) => event === 'clear')).toHaveLength(1);
  // What the broken stream still says is not about this seed.
  failing.progress(1_000);
  failing.ended('again');
  retry.progress(100);
  expect(lifecycle.status()).toMatchObject({ percent: 100 });
  lifecycle.seedCompleted();
  expect(lifecycle.status().state).toBe('ready');
});

test('a seeder that falls silent: soon when samples are missing, later when it only has to say that it is done', () => {
  const { lifecycle, clock } = start(true);
  lifecycle.serving();
  const stream = lifecycle.seedBegun(100);
  clock.advance(3_600_000);
  lifecycle.tick();
  expect(lifecycle.status().reason).toContain('seeding: 0 samples');
  stream.progress(99);
  stream.ended(null);
  clock.advance(4_999);
  lifecycle.tick();
  expect(lifecycle.status().reason).toContain('seeding: 99 samples');
  clock.advance(1);
  lifecycle.tick();
  expect(lifecycle.status().reason).toContain('went away after 99 samples (nothing came for 5 s)');

  const whole = lifecycle.seedBegun(100);
  whole.progress(100);
  whole.ended(null);
  clock.advance(29_999);
  lifecycle.tick();
  expect(lifecycle.status()).toMatchObject({ percent: 100 });
  clock.advance(1);
  lifecycle.tick();
  expect(lifecycle.status().reason).toContain('nothing came for 30 s');
  // Late, but complete: nothing was cleared yet.
  lifecycle.seedCompleted();
  expect(lifecycle.status().state).toBe('ready');
});

test('cleared while a seed is expected: unready until seeded again', () => {
  const { lifecycle } = start(true);
  lifecycle.serving();
  lifecycle.seedBegun(null).ended(null);
  lifecycle.seedCompleted();
  lifecycle.cleared();
  expect(lifecycle.status()).toMatchObject({ state: 'seeding', reason: expect.stringContaining('cleared') });
  lifecycle.draining();
  lifecycle.seedCompleted();
  expect(lifecycle.status().state).toBe('draining');
});
