import { expect, test } from 'vitest';
import { isAllowed, parsePolicy } from './policy.ts';

const policy = parsePolicy(`
# comment
p, role:reader, applications, get, blue/*, allow
p, role:writer, applications, action/*, blue/*, allow
p, role:writer, applications, sync, blue/*, allow
p, role:writer, applications, sync, blue/shop, deny
g, role:writer, role:reader
g, anne, role:writer
`);
const ask = (subject: string, action: string, object: string) =>
  isAllowed(policy, { subject, resource: 'applications', action, object });

test('roles are inherited, and a subject without a role may nothing', () => {
  expect(ask('anne', 'get', 'blue/shop')).toBe(true);
  expect(ask('role:reader', 'get', 'blue/shop')).toBe(true);
  expect(ask('role:reader', 'sync', 'blue/cart')).toBe(false);
  expect(ask('bob', 'get', 'blue/shop')).toBe(false);
});

test('a star matches slashes, and nothing else is special', () => {
  expect(ask('anne', 'action/apps/Deployment/restart', 'blue/shop')).toBe(true);
  expect(ask('anne', 'get', 'bluex/shop')).toBe(false);
  expect(ask('anne', 'action', 'blue/shop')).toBe(false);
});

test('one denial outweighs every allowance', () => {
  expect(ask('anne', 'sync', 'blue/cart')).toBe(true);
  expect(ask('anne', 'sync', 'blue/shop')).toBe(false);
});

test('a line that is neither is named', () => {
  expect(() => parsePolicy('p, role:x, applications, get, blue/*')).toThrow('line 1: "p, role:x, applications');
  expect(() => parsePolicy('\np, a, b, c, d, maybe')).toThrow('line 2');
});

test('roles that inherit each other end', () => {
  const loop = parsePolicy('g, a, b\ng, b, a\np, b, logs, get, *, allow');
  expect(isAllowed(loop, { subject: 'a', resource: 'logs', action: 'get', object: 'x/y' })).toBe(true);
});
