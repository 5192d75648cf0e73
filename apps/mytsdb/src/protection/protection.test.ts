/** The doors of a running server: real TLS handshakes, HTTP requests and gRPC calls. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, get as plainGet } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { hashSync } from 'bcryptjs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runMain, type ServerProcess, startServerProcess } from '../testing/server-process.ts';

const TLS = fileURLToPath(new URL('./testdata/tls', import.meta.url));
const pem = (name: string): Buffer => readFileSync(join(TLS, name));
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

const ALICE = basic('alice:wonderland');
const TOKEN = 'Bearer grafana-token';
const FLIGHT = '/arrow.flight.protocol.FlightService/ListActions';
const OTLP = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
const HEALTH = '/grpc.health.v1.Health/Check';

const folder = mkdtempSync(join(tmpdir(), 'mytsdb-protection-'));
const servers: ServerProcess[] = [];

afterAll(() => rmSync(folder, { recursive: true }));

function configFile(text: string): string {
  const file = join(folder, `web-${Math.floor(performance.now() * 1000)}.yml`);
  writeFileSync(file, text);
  return file;
}

async function start(text: string, args: string[] = []): Promise<ServerProcess> {
  const server = await startServerProcess(['--web.config.file', configFile(text), ...args]);
  servers.push(server);
  return server;
}

const USERS = `
basic_auth_users: { alice: ${hashSync('wonderland', 4)} }
bearer_tokens: { grafana: sha256:5a4806aaf8e14a7c4a89f70d1ef7b2324ddae2b85c417a9270d87b4db806b6a0 }
`;

type Call = { readonly authorization?: string; readonly client?: string; readonly secure?: boolean };

/** The status code and message of one unary call with an empty request. */
function call(target: string, path: string, { authorization, client, secure }: Call = {}): Promise<[status, string]> {
  const identity = client === undefined ? null : pem(`${client}.key`);
  const chain = client === undefined ? null : pem(`${client}.crt`);
  const channel = secure ? credentials.createSsl(pem('ca.crt'), identity, chain) : credentials.createInsecure();
  const grpc = new Client(target, channel, secure ? { 'grpc.ssl_target_name_override': 'localhost' } : {});
  const metadata = new Metadata();
  if (authorization !== undefined) metadata.set('authorization', authorization);
  const bytes = (value: Buffer): Buffer => value;
  return new Promise((resolve) => {
    const deadline = Date.now() + 20_000;
    const ended = (error: ServiceError | null): void => {
      grpc.close();
      resolve([error?.code ?? status.OK, error?.details ?? '']);
    };
    if (path === FLIGHT) {
      const stream = grpc.makeServerStreamRequest(path, bytes, bytes, Buffer.alloc(0), metadata, { deadline });
      stream.on('data', () => {});
      stream.on('error', (error) => ended(error as ServiceError));
      stream.on('end', () => ended(null));
    } else grpc.makeUnaryRequest(path, bytes, bytes, Buffer.alloc(0), metadata, { deadline }, ended);
  });
}

type Get = { readonly client?: string; readonly maxVersion?: 'TLSv1.2'; readonly ca?: boolean };

/** The status code of a request, or the code of the error that stopped it. */
function get(url: string, { client, maxVersion, ca = true }: Get = {}): Promise<number | string> {
  return new Promise((resolve) => {
    const identity = client === undefined ? {} : { key: pem(`${client}.key`), cert: pem(`${client}.crt`) };
    request(
      url,
      { agent: false, ...(ca ? { ca: pem('ca.crt') } : {}), ...identity, ...(maxVersion ? { maxVersion } : {}) },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? ''));
      },
    )
      .on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? ''))
      .end();
  });
}

describe('credentials', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await start(`${USERS}\nhttp_server_config: { headers: { X-Frame-Options: deny } }`);
  });
  afterAll(() => server.dispose());

  const statusOf = async (path: string, authorization?: string, init: RequestInit = {}): Promise<number> => {
    const headers = { ...init.headers, ...(authorization === undefined ? {} : { authorization }) };
    return (await fetch(server.url + path, { ...init, headers })).status;
  };

  test('everything but liveness and readiness asks for them', async () => {
    for (const path of ['/health', '/-/healthy', '/-/ready']) expect(await statusOf(path), path).toBe(200);
    const closed = [
      '/',
      '/metrics',
      '/-/state',
      '/api/v1/query?query=1',
      '/assets/x.js',
      '/nothing',
      '/health/',
      '//health',
    ];
    for (const path of closed) {
      expect(await statusOf(path), path).toBe(401);
      expect(await statusOf(path, basic('alice:wrong')), path).toBe(401);
      expect(await statusOf(path, 'Bearer wrong'), path).toBe(401);
      expect([200, 404], path).toContain(await statusOf(path, ALICE));
      expect([200, 404], path).toContain(await statusOf(path, TOKEN));
    }
    expect(await statusOf('/api/v1/write', undefined, { method: 'POST', body: Buffer.alloc(100_000) })).toBe(401);
  });

  test('a refusal says which credentials it takes, and has the configured headers', async () => {
    const response = await fetch(`${server.url}/api/v1/query?query=1`);
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="mytsdb", Bearer realm="mytsdb"');
    expect(response.headers.get('x-frame-options')).toBe('deny');
    expect(await response.text()).toBe('Unauthorized\n');
    expect((await fetch(`${server.url}/health`)).headers.get('x-frame-options')).toBe('deny');
  });

  test('each challenge has a header of its own: two in one keep browsers from asking for the password', async () => {
    const { rawHeaders } = await new Promise<IncomingMessage>((resolve, reject) => {
      plainGet(`${server.url}/`, (answer) => resolve(answer.resume())).on('error', reject);
    });
    const challenges = rawHeaders.filter((_, i) => rawHeaders[i - 1]?.toLowerCase() === 'www-authenticate');
    expect(challenges).toEqual(['Basic realm="mytsdb"', 'Bearer realm="mytsdb"']);
  });

  test('a browser may ask before it sends credentials', async () => {
    const headers = { origin: 'http://a.example', 'access-control-request-method': 'GET' };
    const response = await fetch(`${server.url}/api/v1/query`, { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toContain('Authorization');
  });

  test.each([
    ['Flight', FLIGHT],
    ['OTLP', OTLP],
  ])('%s asks for them', async (name, path) => {
    const target = name === 'OTLP' ? server.otlpTarget : server.flightTarget;
    expect(await call(target, path)).toEqual([
      status.UNAUTHENTICATED,
      "needs the metadata 'authorization': Basic or Bearer",
    ]);
    for (const authorization of [basic('alice:wrong'), basic('bob:wonderland'), 'Bearer wrong', 'x']) {
      const refused = await call(target, path, { authorization });
      expect(refused).toEqual([status.UNAUTHENTICATED, 'unknown user, password or token']);
    }
    expect(await call(target, path, { authorization: ALICE })).toEqual([status.OK, '']);
    expect(await call(target, path, { authorization: TOKEN })).toEqual([status.OK, '']);
  });

  test('the gRPC health service is open', async () => {
    expect(await call(server.otlpTarget, HEALTH)).toEqual([status.OK, '']);
  });

  test('refusals are counted; no secret is in metrics, flags or the log', async () => {
    const headers = { authorization: ALICE };
    const metrics = await (await fetch(`${server.url}/metrics`, { headers })).text();
    expect(metrics).toMatch(/mytsdb_unauthenticated_total\{protocol="http",reason="missing"\} \d+\n/);
    expect(metrics).toMatch(/mytsdb_unauthenticated_total\{protocol="flight",reason="wrong"\} \d+\n/);
    expect(metrics).toMatch(/mytsdb_unauthenticated_total\{protocol="otlp_grpc",reason="missing"\} \d+\n/);
    const flags = await (await fetch(`${server.url}/api/v1/status/flags`, { headers })).text();
    for (const text of [metrics, flags, server.output()]) {
      for (const secret of ['wonderland', 'grafana-token', '$2', ALICE.slice(6)]) expect(text).not.toContain(secret);
    }
  });
});

describe('TLS', () => {
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.dispose())));

  const tls = (more = ''): string => `
tls_server_config:
  cert_file: ${TLS}/server.crt
  key_file: ${TLS}/server.key
${more}`;
  const health = (server: ServerProcess): string => `${server.url.replace('http:', 'https:')}/health`;

  test('all listeners speak it, and nothing else', async () => {
    const server = await start(tls('  min_version: TLS13\n'));
    expect(await get(health(server))).toBe(200);
    expect(await get(health(server), { ca: false })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await get(health(server), { maxVersion: 'TLSv1.2' })).toBe('EPROTO');
    await expect(fetch(`${server.url}/health`)).rejects.toThrow('fetch failed');
    for (const [target, path] of [
      [server.flightTarget, FLIGHT],
      [server.otlpTarget, OTLP],
    ] as const) {
      expect(await call(target, path, { secure: true })).toEqual([status.OK, '']);
      expect((await call(target, path))[0]).toBe(status.UNAVAILABLE);
    }
  });

  test.each([
    ['RequestClientCert', { none: true, stranger: true, client: true }],
    ['RequireAnyClientCert', { none: false, stranger: true, client: true }],
    ['VerifyClientCertIfGiven', { none: true, stranger: false, client: true }],
    ['RequireAndVerifyClientCert', { none: false, stranger: false, client: true }],
  ])('%s', async (type, welcome) => {
    const server = await start(tls(`  client_ca_file: ${TLS}/ca.crt\n  client_auth_type: ${type}\n`));
    for (const [name, expected] of Object.entries(welcome)) {
      const identity = name === 'none' ? {} : { client: name };
      expect((await get(health(server), identity)) === 200, `HTTP ${name}`).toBe(expected);
      const [flight] = await call(server.flightTarget, FLIGHT, { secure: true, ...identity });
      expect(flight, `Flight ${name}`).toBe(expected ? status.OK : status.UNAVAILABLE);
      const [otlp] = await call(server.otlpTarget, OTLP, { secure: true, ...identity });
      expect(otlp, `OTLP ${name}`).toBe(expected ? status.OK : status.UNAVAILABLE);
    }
  });
});

test('a wrong file: every fault at once, before anything is opened, exit 1', async () => {
  const file = configFile('tls_server_config: { cert_file: none.crt }\nusers: {}\n');
  const { code, stderr } = await runMain(['--web.config.file', file, '--data-dir', join(folder, 'data')]);
  expect(code).toBe(1);
  expect(stderr).toContain(`mytsdb: ${file} (--web.config.file) is not a web configuration:\n`);
  expect(stderr).toContain("  the file has the unknown key 'users'.");
  expect(stderr).toContain('  tls_server_config.cert_file cannot be read');
  expect(stderr).toContain('  tls_server_config needs key_file');
});
