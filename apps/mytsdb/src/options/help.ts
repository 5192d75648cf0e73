/** `--help`, made from the table of flags. */

import { MAKE_BCRYPT, MAKE_SHA256 } from '../protection/web-config.ts';
import { type Flag, flagName, variableName } from './flag.ts';
import { FLAGS } from './flags.ts';

export function helpText(): string {
  const rows = Object.entries(FLAGS as Readonly<Record<string, Flag<unknown>>>).map(
    ([key, { placeholder, fallback, help }]) => {
      const shown = placeholder === null || fallback === '' ? '' : ` [${fallback}]`;
      return [
        `--${flagName(key)}${placeholder === null ? '' : ` ${placeholder}`}`,
        `${help}${shown}`,
        variableName(key),
      ];
    },
  ) as [string, string, string][];
  const flagWidth = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(
    ([name, help, variable]) => `  ${name.padEnd(flagWidth)}  ${help}\n${' '.repeat(flagWidth + 4)}${variable}`,
  );
  return [
    'Usage: mytsdb [flags]',
    '',
    'An in-memory, Prometheus-compatible time-series database. Each flag is also the environment variable below it;',
    'flags win. Defaults are in brackets. Switches take no value: --expect-seed, --no-expect-seed.',
    '',
    ...lines,
    `  ${'--version'.padEnd(flagWidth)}  the version`,
    `  ${'--help'.padEnd(flagWidth)}  this text`,
    '',
    ...WEB_CONFIG,
    '',
  ].join('\n');
}

const WEB_CONFIG = [
  '--web.config.file FILE is YAML, and closes all ports but /health, /-/healthy and /-/ready (HTTP), health (gRPC):',
  '',
  '  tls_server_config:   cert_file, key_file, client_ca_file, client_auth_type (RequireAndVerifyClientCert, ...),',
  '                       min_version (TLS12, TLS13), max_version, cipher_suites, curve_preferences',
  '  http_server_config:  headers: { X-Frame-Options: deny, ... }',
  `  basic_auth_users:    name: bcrypt hash        ${MAKE_BCRYPT}`,
  `  bearer_tokens:       name: sha256:HEX         ${MAKE_SHA256}`,
];
