import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Problems } from './config-problem.ts';
import { parseWebConfig, readWebConfig, type WebConfig } from './web-config.ts';

const TLS = fileURLToPath(new URL('./testdata/tls', import.meta.url));
const HASH = '$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG';
const folder = mkdtempSync(join(tmpdir(), 'mytsdb-web-'));

afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string): { config: WebConfig; problems: readonly string[] } => {
  const problems = new Problems();
  return { config: parseWebConfig(text, TLS, problems), problems: problems.lines };
};

test('a file as Prometheus takes it, and our bearer tokens', () => {
  const { config, problems } = read(`
tls_server_config:
  cert_file: server.crt
  key_file: server.key
  client_ca_file: ca.crt
  client_auth_type: RequireAndVerifyClientCert
  min_version: TLS13
  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
  curve_preferences: [X25519, CurveP256]
http_server_config:
  http2: false
  headers: { X-Frame-Options: deny }
basic_auth_users:
  alice: ${HASH}
bearer_tokens:
  grafana: sha256:${'AB'.repeat(32)}
  ci: ${HASH}
`);
  expect(problems).toEqual([]);
  expect(config.tls?.clientAuth).toBe('RequireAndVerifyClientCert');
  expect(config.tls?.context).toMatchObject({ minVersion: 'TLSv1.3', ecdhCurve: 'X25519:P-256' });
  expect(config.tls?.context.ciphers).toContain('ECDHE-RSA-AES128-GCM-SHA256');
  expect([...config.headers]).toEqual([['X-Frame-Options', 'deny']]);
  expect(config.users.get('alice')).toEqual({ kind: 'bcrypt', text: HASH });
  expect(config.tokens.get('grafana')).toEqual({ kind: 'sha256', text: 'ab'.repeat(32) });
});

test.each(['', '# nothing\n', 'tls_server_config: {}\n', 'basic_auth_users:\n'])('%j closes nothing', (text) => {
  const { config, problems } = read(text);
  expect(problems).toEqual([]);
  expect(config).toEqual({ tls: null, headers: new Map(), users: new Map(), tokens: new Map() });
});

test.each([
  ['tls_sever_config: {}', ["the file has the unknown key 'tls_sever_config'. Did you mean 'tls_server_config'?"]],
  ['[1]', ['the file must be a mapping (key: value)']],
  ['a: [', ['the file is not YAML: BAD_INDENT at character 4']],
  ['basic_auth_users: [alice]', ['basic_auth_users must be a mapping (key: value)']],
  ['tls_server_config: { cert_file: server.crt }', ['tls_server_config needs key_file']],
  [
    'tls_server_config: { cert_file: server.crt, key_file: client.key }',
    [expect.stringMatching(/^tls_server_config has a certificate and key that do not work: .*key values mismatch$/)],
  ],
  [
    'tls_server_config: { cert_file: none.crt, key_file: server.key, min_version: TLS10 }',
    [
      expect.stringMatching(/^tls_server_config\.cert_file cannot be read: ENOENT/),
      "tls_server_config.min_version must be one of TLS12, TLS13; got 'TLS10'",
    ],
  ],
  [
    'tls_server_config: { cert_file: server.crt, key_file: server.key, client_auth_type: RequireAndVerifyClientCert }',
    ['tls_server_config.client_auth_type RequireAndVerifyClientCert needs client_ca_file'],
  ],
  [
    'tls_server_config: { cert_file: server.crt, key_file: server.key, client_ca_file: ca.crt }',
    ['tls_server_config.client_ca_file has no effect without client_auth_type: RequireAndVerifyClientCert'],
  ],
  [
    'http_server_config: { headers: { X-Frame-Option: deny }, http3: true }',
    [
      "http_server_config has the unknown key 'http3'. Did you mean 'http2'?",
      "http_server_config.headers has the unknown key 'X-Frame-Option'. Did you mean 'X-Frame-Options'?",
    ],
  ],
  [
    'http_server_config: { headers: { X-Frame-Options: "a\\nb" } }',
    ['http_server_config.headers.X-Frame-Options has characters that a header may not have'],
  ],
  [
    'basic_auth_users: { alice: secret }',
    [
      expect.stringMatching(
        /^basic_auth_users\.alice must be a bcrypt hash; make one with: htpasswd -nBC 10 "" \| tr -d/,
      ),
    ],
  ],
  [`basic_auth_users: { alice: sha256:${'ab'.repeat(32)} }`, [expect.stringContaining('must be a bcrypt hash')]],
  [
    `basic_auth_users: { alice: ${HASH.replace('$10$', '$20$')} }`,
    ['basic_auth_users.alice has a bcrypt cost over 15; use 10 or 12'],
  ],
  [`basic_auth_users: { "a:b": ${HASH} }`, ["basic_auth_users has a name that is empty or has ':' in it"]],
  ['bearer_tokens: { ci: secret }', [expect.stringContaining('must be sha256:HEX, 64 digits')]],
  [`bearer_tokens: { ci: "sha256:${'a'.repeat(64)}  -" }`, [expect.stringContaining('64 digits and no more')]],
])('%s', (text, expected) => {
  expect(read(text).problems).toEqual(expected);
});

test('everything that is wrong is told at once, and no secret with it', () => {
  const file = join(folder, 'web.yml');
  writeFileSync(file, 'basic_auth_users: { alice: hunter2 }\nbearer_tokens: { ci: [hunter3] }\nother: 1\n');
  let message = '';
  try {
    readWebConfig(file);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message.split('\n')).toEqual([
    `${file} (--web.config.file) is not a web configuration:`,
    expect.stringContaining("the file has the unknown key 'other'"),
    expect.stringContaining('basic_auth_users.alice'),
    expect.stringContaining('bearer_tokens.ci'),
  ]);
  expect(message).not.toContain('hunter');
  expect(() => readWebConfig(join(folder, 'none.yml'))).toThrow('cannot read the file of --web.config.file: ENOENT');
});
