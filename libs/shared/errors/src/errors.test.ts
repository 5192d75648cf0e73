import { expect, test } from 'vitest';
import { InvariantError, invariant, messageOf } from './index.ts';

test('an invariant that holds is silent, one that does not is loud', () => {
  invariant(1 + 1 === 2, 'BUG: arithmetic');
  expect(() => invariant(0, 'BUG: expected 3; got 4')).toThrow(new InvariantError('BUG: expected 3; got 4'));
});

test.each([
  [new Error('boom'), 'boom'],
  ['text', 'text'],
  [undefined, 'undefined'],
])('the message of what was thrown: %s', (thrown, message) => {
  expect(messageOf(thrown)).toBe(message);
});
