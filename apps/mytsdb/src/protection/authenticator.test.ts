import { createHash } from 'node:crypto';
import { compareSync, hashSync } from 'bcryptjs';
import { afterEach, expect, test } from 'vitest';
import { type Authenticator, createAuthenticator } from './authenticator.ts';
import { createBcryptThread } from './bcrypt-thread.ts';
import type { SecretHash } from './web-config.ts';

const COST = 4;
const bcrypt = (text: string): SecretHash => ({ kind: 'bcrypt', text: hashSync(text, COST) });
const sha256 = (text: string): SecretHash => ({
  kind: 'sha256',
  text: createHash('sha256').update(text).digest('hex'),
});
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const compared: string[] = [];

afterEach(() => {
  compared.length = 0;
});

function open(compare?: (secret: string, hash: string) => Promise<boolean | 'busy'>): Authenticator {
  const counting = (secret: string, hash: string): Promise<boolean | 'busy'> => {
    compared.push(secret);
    return compare?.(secret, hash) ?? Promise.resolve(compareSync(secret, hash));
  };
  const config = {
    users: new Map([
      ['alice', bcrypt('pa:ss')],
      ['bøb', bcrypt('ünï')],
    ]),
    tokens: new Map([
      ['grafana', sha256('token-1')],
      ['ci', bcrypt('token-2')],
    ]),
  };
  return createAuthenticator(config, counting) as Authenticator;
}

test.each([
  [basic('alice', 'pa:ss'), { name: 'alice' }],
  [basic('bøb', 'ünï'), { name: 'bøb' }],
  [basic('alice', 'pa:ss').replace('Basic', 'bAsIc'), { name: 'alice' }],
  ['Bearer token-1', { name: 'grafana' }],
  ['bearer token-2', { name: 'ci' }],
  [undefined, 'missing'],
  ['', 'missing'],
  ['Digest abc', 'malformed'],
  ['Basic', 'malformed'],
  [`Basic ${Buffer.from('alice').toString('base64')}`, 'malformed'],
  ['Basic !!!', 'malformed'],
  [basic('alice', 'pa:s'), 'wrong'],
  [basic('alice', ''), 'wrong'],
  [basic('', 'pa:ss'), 'wrong'],
  [basic('mallory', 'pa:ss'), 'wrong'],
  [basic('bøb', 'pa:ss'), 'wrong'],
  ['Bearer pa:ss', 'wrong'],
  ['Bearer token-3', 'wrong'],
  [basic('grafana', 'token-1'), 'wrong'],
])('%s', async (authorization, outcome) => {
  expect(await open().authenticate(authorization)).toEqual(outcome);
});

test('a name that nobody has costs a comparison too', async () => {
  await open().authenticate(basic('mallory', 'x'));
  expect(compared).toEqual(['x']);
});

test('right credentials are compared once, wrong ones each time, equal ones at once together', async () => {
  const authenticator = open();
  const right = basic('alice', 'pa:ss');
  await Promise.all([authenticator.authenticate(right), authenticator.authenticate(right)]);
  await authenticator.authenticate(right);
  expect(compared).toEqual(['pa:ss']);
  await authenticator.authenticate(basic('alice', 'no'));
  await authenticator.authenticate(basic('alice', 'no'));
  expect(compared).toEqual(['pa:ss', 'no', 'no']);
});

test('busy is not an answer: it is asked again', async () => {
  let busy = true;
  const authenticator = open((secret, hash) => Promise.resolve(busy ? 'busy' : compareSync(secret, hash)));
  expect(await authenticator.authenticate(basic('alice', 'pa:ss'))).toBe('busy');
  expect(await authenticator.authenticate('Bearer token-2')).toBe('busy');
  expect(await authenticator.authenticate('Bearer token-1')).toEqual({ name: 'grafana' });
  busy = false;
  expect(await authenticator.authenticate(basic('alice', 'pa:ss'))).toEqual({ name: 'alice' });
});

test('nobody configured: no authenticator; the challenge names what is', () => {
  expect(createAuthenticator({ users: new Map(), tokens: new Map() }, () => Promise.resolve(true))).toBeNull();
  expect(open().challenges).toEqual(['Basic realm="mytsdb"', 'Bearer realm="mytsdb"']);
});

test('the thread compares, and refuses what it cannot hold', async () => {
  const thread = createBcryptThread(new URL('./bcrypt-worker.ts', import.meta.url), 2);
  try {
    const { text } = bcrypt('right');
    const outcomes = await Promise.all(['right', 'wrong', 'third'].map((secret) => thread.compare(secret, text)));
    expect(outcomes).toEqual([true, false, 'busy']);
    expect(await thread.compare('right', text)).toBe(true);
  } finally {
    thread.end();
  }
});
