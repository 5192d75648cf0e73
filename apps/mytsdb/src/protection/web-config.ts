/**
 * The file of `--web.config.file`: Prometheus' format (prometheus.io/docs/prometheus/latest/configuration/https), plus
 * `bearer_tokens`. Relative paths in it start at its folder. Read once, at start.
 *
 *     tls_server_config: { cert_file: server.crt, key_file: server.key }
 *     http_server_config: { headers: { X-Frame-Options: deny } }
 *     basic_auth_users: { alice: <bcrypt hash> }
 *     bearer_tokens: { grafana: <sha256:HEX of the token, or a bcrypt hash> }
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf } from '@chimera/errors';
import { parseDocument } from 'yaml';
import { StartError } from '../start-error.ts';
import { type Mapping, Problems } from './config-problem.ts';
import { readTls, TLS_KEYS, type TlsSettings } from './tls-settings.ts';

/** How a secret is kept; `text` is the hash as `kind` writes it: bcrypt's own form, or 64 hexadecimal digits. */
export type SecretHash = { readonly kind: 'bcrypt' | 'sha256'; readonly text: string };

export type WebConfig = {
  /** null: plain text. */
  readonly tls: TlsSettings | null;
  /** Added to every HTTP answer. */
  readonly headers: ReadonlyMap<string, string>;
  /** User name to the hash of the password. */
  readonly users: ReadonlyMap<string, SecretHash>;
  /** The name of whoever has the token, to its hash. */
  readonly tokens: ReadonlyMap<string, SecretHash>;
};

const SECTIONS = ['tls_server_config', 'http_server_config', 'basic_auth_users', 'bearer_tokens'] as const;

/** Those that Prometheus allows. */
const HEADERS = [
  'Content-Security-Policy',
  'Strict-Transport-Security',
  'X-Content-Type-Options',
  'X-Frame-Options',
  'X-XSS-Protection',
];

const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
/** A check at 15 takes seconds of a thread. */
const MAX_BCRYPT_COST = 15;
const SHA_256 = /^sha256:([0-9a-fA-F]{64})$/;

/** Throws {@link StartError} that lists everything that is wrong; secrets and hashes are never shown. */
export function readWebConfig(file: string): WebConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new StartError(`cannot read the file of --web.config.file: ${messageOf(cause)}`, { cause });
  }
  const problems = new Problems();
  const config = parseWebConfig(text, dirname(resolve(file)), problems);
  if (problems.lines.length === 0) return config;
  const list = problems.lines.map((line) => `\n  ${line}`).join('');
  throw new StartError(`${file} (--web.config.file) is not a web configuration:${list}`);
}

/** `folder` is where relative paths start. */
export function parseWebConfig(text: string, folder: string, problems: Problems): WebConfig {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true });
  for (const error of document.errors)
    problems.add('the file', `is not YAML: ${error.code} at character ${error.pos[0]}`);
  const root = problems.lines.length > 0 ? null : problems.mapping('the file', valueOf(document, problems), SECTIONS);
  const section = (name: (typeof SECTIONS)[number], known: readonly string[] | null): Mapping | null =>
    problems.mapping(name, root?.[name], known);
  const tls = section('tls_server_config', TLS_KEYS);
  return {
    tls: tls === null || Object.keys(tls).length === 0 ? null : readTls(tls, folder, problems),
    headers: readHeaders(section('http_server_config', ['http2', 'headers']), problems),
    users: readHashes('basic_auth_users', section('basic_auth_users', null), ['bcrypt'], problems),
    tokens: readHashes('bearer_tokens', section('bearer_tokens', null), ['bcrypt', 'sha256'], problems),
  };
}

/** Aliases that stand for too much, or for nothing, are only noticed here. */
function valueOf(document: ReturnType<typeof parseDocument>, problems: Problems): unknown {
  try {
    return document.toJS();
  } catch (error) {
    problems.add('the file', `is not YAML that can be read: ${messageOf(error)}`);
    return null;
  }
}

/** `http2` is read and has no effect: the HTTP port speaks 1.1, which every client of it knows. */
function readHeaders(server: Mapping | null, problems: Problems): Map<string, string> {
  problems.flag('http_server_config.http2', server?.['http2'], true);
  const where = 'http_server_config.headers';
  const headers = problems.mapping(where, server?.['headers'], HEADERS) ?? {};
  const read = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const text = problems.text(`${where}.${name}`, value);
    if (text === null) continue;
    if (/^[\t\x20-\x7e]*$/.test(text)) read.set(name, text);
    else problems.add(`${where}.${name}`, 'has characters that a header may not have');
  }
  return read;
}

function readHashes(
  where: string,
  entries: Mapping | null,
  kinds: readonly SecretHash['kind'][],
  problems: Problems,
): Map<string, SecretHash> {
  const read = new Map<string, SecretHash>();
  for (const [name, value] of Object.entries(entries ?? {})) {
    const hash = hashOf(value);
    if (hash === 'too_slow')
      problems.add(`${where}.${name}`, `has a bcrypt cost over ${MAX_BCRYPT_COST}; use 10 or 12`);
    else if (hash === null || !kinds.includes(hash.kind)) problems.add(`${where}.${name}`, HOW_TO_HASH[where] ?? '');
    else if (name === '' || (where === 'basic_auth_users' && name.includes(':')))
      problems.add(where, "has a name that is empty or has ':' in it");
    else read.set(name, hash);
  }
  return read;
}

/** Shell commands that make what the file holds. */
export const MAKE_BCRYPT = 'htpasswd -nBC 10 "" | tr -d ":\\n"';
export const MAKE_SHA256 = 'printf %s "$TOKEN" | sha256sum | cut -d" " -f1';

const HOW_TO_HASH: Readonly<Record<string, string>> = {
  basic_auth_users: `must be a bcrypt hash; make one with: ${MAKE_BCRYPT} (apache2-utils), or npx bcryptjs PASSWORD`,
  bearer_tokens: `must be sha256:HEX, 64 digits and no more, or a bcrypt hash; make the digits with: ${MAKE_SHA256}`,
};

function hashOf(value: unknown): SecretHash | 'too_slow' | null {
  if (typeof value !== 'string') return null;
  const digest = SHA_256.exec(value)?.[1];
  if (digest !== undefined) return { kind: 'sha256', text: digest.toLowerCase() };
  const cost = BCRYPT.exec(value)?.[1];
  if (cost === undefined) return null;
  return Number(cost) > MAX_BCRYPT_COST ? 'too_slow' : { kind: 'bcrypt', text: value };
}
