import { randomBytes } from 'node:crypto';
import { clusters, kindLocal, server } from '@chimera/clusters';
import { platform } from '@chimera/platform-catalog';
import {
  type Cluster,
  fixed,
  htpasswd,
  type Plan,
  planCluster,
  provided,
  random,
  type SecretDeclaration,
} from '@chimera/platform-kit';
import { compare, hash } from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { apiDouble } from './api-double.ts';
import { secretsCommand } from './command.ts';
import { type InventoryEntry, inventory } from './inventory.ts';
import { checkContext } from './kube-context.ts';
import { missingValues } from './make-values.ts';
import { createSecretSource } from './secret-source.ts';
import { seed, seedLines } from './seed.ts';
import { show } from './show.ts';

const makers = { randomBytes: (count: number) => randomBytes(count), hash: (text: string) => hash(text, 4) };
const entry = (system: string, values: SecretDeclaration['values']): InventoryEntry => ({
  declaration: { system, name: 'auth', remoteKey: `${system}-auth`, values },
  usedBy: [{ component: system, namespace: system }],
});
const entries = [
  entry('database', { username: fixed('app', 'a name is no secret'), password: random(32), key: random(16, 'hex') }),
  entry('proxy', { users: htpasswd('chimera', 'password'), password: random(24) }),
];

describe('seed', () => {
  test('writes every absent value, of the declared shape, into a namespace that it makes', async () => {
    const api = apiDouble();
    const results = await seed(entries, createSecretSource(api), makers);
    expect(results.map(({ written, kept }) => [written, kept])).toEqual([
      [['key', 'password', 'username'], 0],
      [['password', 'users'], 0],
    ]);
    expect(api.writes).toEqual(['namespace secrets-source', 'create database-auth', 'create proxy-auth']);
    expect(api.valueOf('database-auth', 'username')).toBe('app');
    expect(api.valueOf('database-auth', 'password')).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(api.valueOf('database-auth', 'key')).toMatch(/^[0-9a-f]{16}$/);
    const [user, hashed] = (api.valueOf('proxy-auth', 'users') as string).split(':') as [string, string];
    expect(user).toBe('chimera');
    expect(hashed).toMatch(/^\$2[aby]\$/);
    expect(await compare(api.valueOf('proxy-auth', 'password') as string, hashed)).toBe(true);
  });

  test('what only people have is named, not made, and kept when it is there', async () => {
    const own = [entry('gate', { 'tls.crt': provided('PEM'), 'tls.key': provided('PEM'), cookie: random(16) })];
    const api = apiDouble();
    const source = createSecretSource(api);
    const [first] = await seed(own, source, makers);
    expect(first).toMatchObject({ written: ['cookie'], kept: 0, lacking: ['tls.crt', 'tls.key'] });
    expect(seedLines([first!]).join('\n')).toContain('put there by hand: gate-auth: tls.crt, tls.key');
    await source.read('gate-auth');
    await source.add('gate-auth', 'gate', { 'tls.crt': 'a', 'tls.key': 'b' });
    const [second] = await seed(own, source, makers);
    expect(second).toMatchObject({ written: [], kept: 3, lacking: [] });
  });

  test('a second time it writes nothing', async () => {
    const api = apiDouble();
    await seed(entries, createSecretSource(api), makers);
    const before = structuredClone(api.secrets);
    const again = await seed(entries, createSecretSource(api), makers);
    expect(again.map(({ written, kept }) => [written.length, kept])).toEqual([
      [0, 3],
      [0, 2],
    ]);
    expect(api.secrets).toEqual(before);
    expect(api.writes).toHaveLength(3);
  });

  test('keeps what somebody chose, and everything it does not know', async () => {
    const api = apiDouble();
    const source = createSecretSource(api);
    await source.add('proxy-auth', 'proxy', { password: 'chosen by hand', extra: 'kept' });
    await seed(entries, createSecretSource(api), makers);
    expect(api.valueOf('proxy-auth', 'password')).toBe('chosen by hand');
    expect(api.valueOf('proxy-auth', 'extra')).toBe('kept');
    const hashed = (api.valueOf('proxy-auth', 'users') as string).split(':')[1] as string;
    expect(await compare('chosen by hand', hashed)).toBe(true);
  });

  test('says that somebody else was faster, and overwrites nothing', async () => {
    const api = apiDouble();
    const source = createSecretSource(api);
    await source.add('proxy-auth', 'proxy', { password: 'first' });
    await source.read('proxy-auth');
    await createSecretSource(api)
      .read('proxy-auth')
      .then(async () => {
        const other = createSecretSource(api);
        await other.read('proxy-auth');
        await other.add('proxy-auth', 'proxy', { users: 'theirs' });
      });
    await expect(source.add('proxy-auth', 'proxy', { users: 'ours' })).rejects.toMatchObject({
      type: 'conflict',
      message: expect.stringContaining('run the command again'),
    });
    expect(api.valueOf('proxy-auth', 'users')).toBe('theirs');
  });

  test('its report has keys and counts, never a value', async () => {
    const api = apiDouble();
    const text = seedLines(await seed(entries, createSecretSource(api), makers)).join('\n');
    expect(text).toContain('wrote database-auth: key, password, username');
    expect(text).toContain('5 values written, 0 values kept, 2 secrets in all');
    for (const [name, keys] of [
      ['database-auth', ['password', 'key']],
      ['proxy-auth', ['password', 'users']],
    ] as const)
      for (const key of keys) expect(text).not.toContain(api.valueOf(name, key));
  });
});

test('random text uses each character of its alphabet alike', async () => {
  const { text } = await missingValues(
    { system: 'a', name: 'a', remoteKey: 'a', values: { text: random(62_000) } },
    {},
    makers,
  );
  const counts = new Map<string, number>();
  for (const character of text as string) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(counts.size).toBe(62);
  // 1000 of each are expected; six standard deviations are 190.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(190);
});

test('an htpasswd line needs its password among the keys', async () => {
  const declaration = { system: 'a', name: 'a', remoteKey: 'a', values: { users: htpasswd('x', 'pass') } };
  await expect(missingValues(declaration, {}, makers)).rejects.toThrow('"users" is made of "pass"');
});

describe('show', () => {
  const shown = async (system: string, key?: string) => {
    const api = apiDouble();
    await seed(entries, createSecretSource(api), makers);
    return { api, shown: await show(entries, createSecretSource(api), system, key) };
  };

  test('a system with one random value needs no key', async () => {
    const { api, shown: one } = await shown('proxy');
    expect(one).toEqual({ value: api.valueOf('proxy-auth', 'password'), title: 'proxy password, user chimera' });
  });

  test.each([
    ['database', undefined, 'say which'],
    ['database', 'pasword', 'Keys: username, password, key'],
    ['databse', undefined, 'Systems that have: database, proxy'],
  ])('%s %s: %s', async (system, key, message) => {
    await expect(shown(system, key)).rejects.toThrow(message);
  });

  test('before the seed it says how to seed', async () => {
    await expect(show(entries, createSecretSource(apiDouble()), 'proxy', undefined)).rejects.toThrow(
      'npm run secrets -- seed',
    );
  });
});

/** A plan takes a second: one per cluster does. */
const plans = new Map<string, Plan>();
const planOf = (cluster: Cluster): Plan => {
  const plan = plans.get(cluster.name) ?? planCluster(cluster, platform);
  plans.set(cluster.name, plan);
  return plan;
};

describe('the command', () => {
  const run = async (...args: string[]) => {
    const api = apiDouble();
    const out: string[] = [];
    const errors: string[] = [];
    const code = await secretsCommand(args, {
      clusters,
      plan: planOf,
      print: (line) => out.push(line),
      printError: (line) => errors.push(line),
      connect: async () => ({ api, context: 'kind-local' }),
    });
    return { api, out, errors, code };
  };

  test('seed, on the real platform: each key that an ExternalSecret asks for is there', async () => {
    const { api, out } = await run('seed', '--cluster', 'kind-local');
    expect(out[0]).toBe('kind-local, kube context kind-local:');
    const asked = planOf(kindLocal).components.flatMap(({ objects }) =>
      objects
        .filter(({ object }) => object.kind === 'ExternalSecret')
        .flatMap(({ object }) => (object['spec'] as { data: { remoteRef: { key: string; property: string } }[] }).data),
    );
    expect(asked.length).toBeGreaterThan(1);
    for (const { remoteRef } of asked) expect(api.valueOf(remoteRef.key, remoteRef.property)).toBeTruthy();
    expect(api.valueOf('traefik-login', 'users')).toMatch(/^chimera:\$2/);
  });

  test('list names every value of every cluster, and how it comes about', async () => {
    const { out } = await run('list', '--cluster', 'server');
    expect(out[0]).toMatch(/^SYSTEM +NAME IN THE STORE +KEY +VALUE +USED BY$/);
    expect(out).toContainEqual(
      expect.stringMatching(
        /^grafana +grafana-grafana-secret +GF_SECURITY_ADMIN_PASSWORD +32 random letters and digits/,
      ),
    );
    expect(out).toHaveLength(
      1 + inventory(planOf(server)).flatMap(({ declaration }) => Object.keys(declaration.values)).length,
    );
  });

  test('Vault is not written to before it is initialised', async () => {
    for (const args of [['seed'], ['show', 'grafana']])
      await expect(run(...args, '--cluster', 'server')).rejects.toMatchObject({
        type: 'store-not-ready',
        message: expect.stringContaining('does not write to Vault before Vault is initialised'),
      });
  });

  test.each([
    [new Error('fetch failed'), 'The cluster of kube context "kind-local" does not answer (fetch failed). Is it up'],
    [
      Object.assign(new Error('a page of JSON'), { code: 403 }),
      'answers HTTP 403: its user may not read or write Secrets',
    ],
    [Object.assign(new Error('a page of JSON'), { code: 500 }), 'answers HTTP 500. kubectl --context kind-local get'],
  ])('a cluster that fails is named: %s', async (failure, message) => {
    const failing = { ...apiDouble(), readNamespacedSecret: () => Promise.reject(failure) };
    const command = secretsCommand(['seed'], {
      clusters,
      plan: planOf,
      print: () => {},
      printError: () => {},
      connect: async () => ({ api: failing, context: 'kind-local' }),
    });
    await expect(command).rejects.toThrow(message);
  });

  test('wrong use prints the help; an unknown cluster the known ones', async () => {
    const sow = await run('sow');
    expect(sow).toMatchObject({ code: 2, out: [] });
    expect(sow.errors.join('\n')).toMatch(/^secrets: there is no command "sow"\n\nUsage: npm run secrets/);
    expect((await run('show')).errors[0]).toContain('show which system?');
    expect((await run('list', 'grafana')).errors[0]).toContain('list takes flags only; got grafana');
    await expect(run('list', '--cluster', 'kind')).rejects.toThrow('Clusters: kind-local, server.');
  });
});

test('a context that is named after another cluster is refused', () => {
  expect(() => checkContext('server', 'kind-local', clusters)).toThrow('kubectl config use-context kind-local');
  expect(() => checkContext('minikube', 'kind-local', clusters)).not.toThrow();
});
