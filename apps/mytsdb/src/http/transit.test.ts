import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { createTransit } from './transit.ts';

const response = (): ServerResponse =>
  Object.assign(new EventEmitter(), { closed: false, destroyed: false }) as unknown as ServerResponse;

test('room is taken part by part, and given back with the end of the response', () => {
  const transit = createTransit(100);
  const [first, second] = [response(), response()];
  expect([transit.take(first, 40), transit.take(first, 20), transit.take(second, 50)]).toEqual([true, true, false]);
  expect(transit.take(second, 40)).toBe(true);
  expect(transit.full()).toBe(true);
  first.emit('close');
  expect(transit.usedBytes).toBe(40);
  expect(transit.full()).toBe(false);
  second.emit('close');
  expect(transit.usedBytes).toBe(0);
});

test('answers are counted though they are larger than what is left; those of clients that left are not', () => {
  const transit = createTransit(100);
  const [large, gone] = [response(), Object.assign(response(), { destroyed: true })];
  transit.hold(gone as ServerResponse, 1_000);
  expect(transit.usedBytes).toBe(0);
  transit.hold(large, 1_000);
  expect(transit.full()).toBe(true);
  large.emit('close');
  expect(transit.full()).toBe(false);
});
