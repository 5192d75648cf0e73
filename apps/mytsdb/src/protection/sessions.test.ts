import { expect, test } from 'vitest';
import type { Authenticator } from './authenticator.ts';
import { createSessions } from './sessions.ts';

const inner: Authenticator = { challenges: ['Basic'], authenticate: () => Promise.resolve('wrong') };
const basic = `Basic ${Buffer.from('ada:secret').toString('base64')}`;

test('a token lets in for a day, and nothing else does', async () => {
  let now = 0;
  const { authenticator, issue } = createSessions(inner, () => now);
  const token = issue(basic);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(issue(basic)).not.toBe(token);
  expect(await authenticator.authenticate(`Bearer ${token}`)).toEqual({ name: 'ada' });
  expect(await authenticator.authenticate(`Bearer ${token}x`)).toBe('wrong');
  expect(await authenticator.authenticate(undefined)).toBe('wrong');
  now = 24 * 3_600_000;
  expect(await authenticator.authenticate(`Bearer ${token}`)).toBe('wrong');
});

test('a token is no way to another token', () => {
  expect(createSessions(inner, () => 0).issue('Bearer x')).toBeNull();
});
