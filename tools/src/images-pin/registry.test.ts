import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pinImages } from './pin.ts';
import { locate, resolveDigest } from './registry.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
let server: Server;
let host: string;

/** A registry: `team/open` needs no token, `team/tokens` an anonymous one, `team/closed` a login. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (url.pathname === '/token') {
      const allowed = url.searchParams.get('scope') === 'repository:team/tokens:pull';
      response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(allowed ? { token: 'anonymous' } : {}));
      return;
    }
    const [, path, tag] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url.pathname) ?? [];
    const authorized = path === 'team/open' || request.headers.authorization === 'Bearer anonymous';
    if (request.method !== 'HEAD' || !request.headers.accept?.includes('image.index')) response.writeHead(400);
    else if (!authorized)
      response.writeHead(401, {
        'www-authenticate': `Bearer realm="http://${request.headers.host}/token",service="double",scope="repository:${path}:pull"`,
      });
    else if (tag === '1.0') response.writeHead(200, { 'docker-content-digest': DIGEST });
    else if (tag === 'odd') response.writeHead(200, { 'docker-content-digest': 'md5:1' });
    else response.writeHead(404);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = (path: string, tag: string) => resolveDigest(fetch, { repository: `${host}/${path}`, tag }, 'http');

test('a digest is asked for, with an anonymous token where one is wanted', async () => {
  expect(await ask('team/open', '1.0')).toEqual({ kind: 'digest', digest: DIGEST });
  expect(await ask('team/tokens', '1.0')).toEqual({ kind: 'digest', digest: DIGEST });
});

test('what is not there, or not to be had, is told apart', async () => {
  expect(await ask('team/open', '9.9')).toEqual({ kind: 'missing' });
  expect(await ask('team/closed', '1.0')).toEqual({ kind: 'refused', why: 'it wants a login' });
  expect(await ask('team/open', 'odd')).toEqual({ kind: 'refused', why: 'its digest is "md5:1"' });
  // Port 1 of this machine: nobody listens.
  expect(await resolveDigest(fetch, { repository: '127.0.0.1:1/x', tag: '1' }, 'http')).toMatchObject({
    kind: 'unreachable',
  });
});

test.each([
  ['redis', 'registry-1.docker.io', 'library/redis'],
  ['grafana/grafana', 'registry-1.docker.io', 'grafana/grafana'],
  ['quay.io/prometheus/prometheus', 'quay.io', 'prometheus/prometheus'],
  ['localhost:5001/chimera/mytsdb', 'localhost:5001', 'chimera/mytsdb'],
])('%s is at %s under %s', (repository, wantedHost, path) => {
  expect(locate(repository)).toEqual({ host: wantedHost, path });
});

test('what is known stays known; new, moved and unresolved ones are told', async () => {
  const images = ['a', 'b', 'c', 'd'].map((name) => ({ repository: `${host}/${name}`, tag: '1.0' }));
  const name = (letter: string) => `${host}/${letter}:1.0`;
  const other = `sha256:${'cd'.repeat(32)}`;
  const answers: Record<string, Awaited<ReturnType<typeof resolveDigest>>> = {
    a: { kind: 'digest', digest: DIGEST },
    b: { kind: 'digest', digest: DIGEST },
    c: { kind: 'missing' },
    d: { kind: 'refused', why: 'HTTP 429' },
  };
  const pinned = await pinImages(
    images,
    { [name('b')]: other, [name('d')]: other },
    async ({ repository }) => answers[repository.slice(-1)] ?? { kind: 'missing' },
  );
  expect(pinned).toEqual({
    digests: { [name('a')]: DIGEST, [name('b')]: DIGEST, [name('d')]: other },
    problems: [`${name('c')}: ${host} has no such tag`, `${name('d')}: ${host} refuses: HTTP 429`],
    added: 1,
    changed: [name('b')],
    unresolved: [name('c')],
    reached: true,
  });
});

test('where no registry answers, nothing changes, and each is asked once', async () => {
  const asked: string[] = [];
  const before = { 'grafana/grafana:7.5.5': DIGEST };
  const pinned = await pinImages(
    [
      { repository: 'grafana/grafana', tag: '7.5.5' },
      { repository: 'redis', tag: '8.6.4-alpine' },
    ],
    before,
    async ({ repository }) => {
      asked.push(repository);
      return { kind: 'unreachable', why: 'ENOTFOUND' };
    },
  );
  expect(pinned).toMatchObject({ digests: before, reached: false, unresolved: ['redis:8.6.4-alpine'] });
  expect(asked).toEqual(['grafana/grafana']);
});
