/** What the readers of texts find, and what they leave alone. */
import { expect, test } from 'vitest';
import { hostNames } from './host-names.ts';
import { findSecret } from './secret-like.ts';
import { shortHosts } from './short-hosts.ts';

test.each<[string, string[]]>([
  ['http://a.b.svc.cluster.local:80/x', ['b/a:80']],
  ['a.b.svc.cluster.local:80,c.d.svc.cluster.local', ['b/a:80', 'd/c:undefined']],
  ['kafka-0.broker.big-data.svc.cluster.local:9092', ['big-data/broker:9092']],
  ['u:p@db.shop.svc.cluster.local:5432/x', ['shop/db:5432']],
  ['a.b.svc:80 a.b:80', []],
])('fully qualified names in %s', (text, expected) => {
  expect(hostNames(text).map(({ service, namespace, port }) => `${namespace}/${service}:${port}`)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['http://grafana', ['grafana']],
  ['http://grafana/x', ['grafana']],
  ['http://grafana.monitoring:3000/', ['grafana.monitoring']],
  ['http://grafana.monitoring.svc/', ['grafana.monitoring']],
  ['postgres://u:p@db/x', ['db']],
  ['db:5432', ['db']],
  ['--web=db:5432', ['db']],
  ['localhost:9090', []],
  ['0.0.0.0:9090', []],
  ['a.b.svc.cluster.local:80', []],
  ['http://a.b.svc.cluster.local:80', []],
  ['registry.example/shop/db:1234', []],
  ['key: 80', []],
  ['12:30:00', []],
])('short hosts in %s', (text, expected) => {
  expect(shortHosts(text)).toEqual(expected);
});

test.each<[string, string, boolean]>([
  ['PASSWORD', 'hunter22', true],
  ['PASSWORD', '', false],
  ['PASSWORD', '$(OTHER)', false],
  ['PASSWORD_FILE', '/run/secret', false],
  ['DB_PASSWORD', '/run/secret', false],
  ['TOKEN_TTL', '3600', false],
  ['MAX_TOKENS', '100', false],
  ['x.yaml', 'clientSecret: abcdef', true],
  ['x.yaml', 'clientSecret: $oidc.clientSecret', false],
  ['x.yaml', 'existingSecret: grafana', false],
  ['x.yaml', 'passwordFile: /x', false],
  ['x.ini', 'admin_password = hunter22', true],
  ['x.ini', 'admin_password = $__file{/x}', false],
  ['x.yaml', 'password: ""', false],
  ['x.yaml', 'secrets:\n  - one', false],
  ['x.yaml', 'password:\n  user: x', false],
  ['x.json', '{"apiKey": "abcdef123"}', true],
  ['x.json', '{"panels": [], "expr": "up{secret=\\"x\\"}"}', false],
  ['url', 'https://user:hunter22@example.org/', true],
  ['url', 'https://user:${PASSWORD}@example.org/', false],
  ['url', 'https://example.org:443/a@b', false],
  ['pem', '-----BEGIN CERTIFICATE-----', false],
  ['pem', '-----BEGIN PRIVATE KEY-----', true],
  ['text', 'A token is asked for: see the manual', false],
])('%s: %s is a secret: %s', (key, text, secret) => {
  expect(findSecret(key, text) !== undefined).toBe(secret);
});

test('a finding does not repeat the secret', () => {
  expect(findSecret('PASSWORD', 'hunter22')).not.toContain('hunter22');
  expect(findSecret('x.yaml', 'password: hunter22')).not.toContain('hunter22');
});

test('long texts take no longer per character than short ones', () => {
  // One of these took minutes once, with patterns that looked at every beginning of a word.
  for (const text of [
    'x'.repeat(1 << 20),
    'a.'.repeat(1 << 19),
    'a:'.repeat(1 << 19),
    '://'.repeat(1 << 18),
    'token='.repeat(1 << 17),
  ]) {
    hostNames(`${text}.svc.cluster.local`);
    shortHosts(text);
    findSecret('x', text);
  }
});
