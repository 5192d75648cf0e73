/** `tls_server_config`: Prometheus' keys, as what Node's TLS takes. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { messageOf } from '@chimera/errors';
import type { Mapping, Problems } from './config-problem.ts';

/** What is asked of the client's certificate, by Go's names. */
export type ClientAuth =
  | 'NoClientCert'
  | 'RequestClientCert'
  | 'RequireAnyClientCert'
  | 'VerifyClientCertIfGiven'
  | 'RequireAndVerifyClientCert';

export type TlsSettings = {
  readonly context: SecureContextOptions;
  readonly clientAuth: ClientAuth;
};

export const TLS_KEYS = [
  'cert_file',
  'key_file',
  'cert',
  'key',
  'client_ca_file',
  'client_ca',
  'client_auth_type',
  'min_version',
  'max_version',
  'cipher_suites',
  'prefer_server_cipher_suites',
  'curve_preferences',
];

const CLIENT_AUTH: Readonly<Record<ClientAuth, ClientAuth>> = {
  NoClientCert: 'NoClientCert',
  RequestClientCert: 'RequestClientCert',
  RequireAnyClientCert: 'RequireAnyClientCert',
  VerifyClientCertIfGiven: 'VerifyClientCertIfGiven',
  RequireAndVerifyClientCert: 'RequireAndVerifyClientCert',
};

/** TLS 1.0 and 1.1 are refused: OpenSSL has them off. */
const VERSIONS = { TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;

/** Go's names of the suites that are still secure in TLS 1.2, and OpenSSL's. Those of 1.3 are always on. */
const SUITES: Readonly<Record<string, string>> = {
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: 'ECDHE-ECDSA-AES256-GCM-SHA384',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-ECDSA-CHACHA20-POLY1305',
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 'ECDHE-RSA-AES128-GCM-SHA256',
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: 'ECDHE-RSA-AES256-GCM-SHA384',
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-RSA-CHACHA20-POLY1305',
};
const SUITES_13 = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256';

const CURVES: Readonly<Record<string, string>> = {
  CurveP256: 'P-256',
  CurveP384: 'P-384',
  CurveP521: 'P-521',
  X25519: 'X25519',
};

/** null when something is wrong; `problems` then has it. */
export function readTls(tls: Mapping, folder: string, problems: Problems): TlsSettings | null {
  const before = problems.lines.length;
  const cert = pem('cert', tls, folder, problems);
  const key = pem('key', tls, folder, problems);
  const ca = pem('client_ca', tls, folder, problems);
  if (cert === null) missing('cert', problems, before);
  if (key === null) missing('key', problems, before);
  const clientAuth = problems.choice(at('client_auth_type'), tls['client_auth_type'], CLIENT_AUTH) ?? 'NoClientCert';
  const verifies = clientAuth === 'VerifyClientCertIfGiven' || clientAuth === 'RequireAndVerifyClientCert';
  if (verifies && ca === null) problems.add(at('client_auth_type'), `${clientAuth} needs client_ca_file`);
  if (ca !== null && clientAuth === 'NoClientCert') {
    problems.add(at('client_ca_file'), 'has no effect without client_auth_type: RequireAndVerifyClientCert');
  }
  const context: SecureContextOptions = {
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
    ...(ca === null ? {} : { ca }),
    minVersion: problems.choice(at('min_version'), tls['min_version'], VERSIONS) ?? 'TLSv1.2',
    maxVersion: problems.choice(at('max_version'), tls['max_version'], VERSIONS) ?? 'TLSv1.3',
    honorCipherOrder: problems.flag(at('prefer_server_cipher_suites'), tls['prefer_server_cipher_suites'], true),
    ...suites(tls, problems),
    ...curves(tls, problems),
  };
  if (problems.lines.length > before) return null;
  try {
    createSecureContext(context);
  } catch (cause) {
    // OpenSSL's message names the fault and never a key's content.
    problems.add('tls_server_config', `has a certificate and key that do not work: ${messageOf(cause)}`);
    return null;
  }
  return { context, clientAuth };
}

function suites(tls: Mapping, problems: Problems): SecureContextOptions {
  const names = problems.texts(at('cipher_suites'), tls['cipher_suites']);
  const known = names.map((name) => problems.choice(at('cipher_suites'), name, SUITES)).filter((one) => one !== null);
  return known.length === 0 ? {} : { ciphers: [SUITES_13, ...known].join(':') };
}

function curves(tls: Mapping, problems: Problems): SecureContextOptions {
  const names = problems.texts(at('curve_preferences'), tls['curve_preferences']);
  const known = names
    .map((name) => problems.choice(at('curve_preferences'), name, CURVES))
    .filter((one) => one !== null);
  return known.length === 0 ? {} : { ecdhCurve: known.join(':') };
}

/** The text under `name`, or the file under `<name>_file`; null when there is neither. */
function pem(name: string, tls: Mapping, folder: string, problems: Problems): string | null {
  const inline = problems.text(at(name), tls[name]);
  const file = problems.text(at(`${name}_file`), tls[`${name}_file`]);
  if (inline !== null && file !== null) problems.add(at(name), `and ${name}_file are both given. Keep one`);
  if (inline !== null || file === null) return inline;
  try {
    return readFileSync(resolve(folder, file), 'utf8');
  } catch (cause) {
    problems.add(at(`${name}_file`), `cannot be read: ${messageOf(cause)}`);
    return null;
  }
}

/** Unless a problem with it is told already. */
function missing(name: string, problems: Problems, since: number): void {
  const told = problems.lines
    .slice(since)
    .some((line) => line.startsWith(`${at(name)}_file `) || line.startsWith(`${at(name)} `));
  if (!told) problems.add('tls_server_config', `needs ${name}_file`);
}

function at(key: string): string {
  return `tls_server_config.${key}`;
}
