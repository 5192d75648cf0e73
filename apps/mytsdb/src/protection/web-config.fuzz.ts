/** Fuzz target: the file of `--web.config.file`. */
import { fileURLToPath } from 'node:url';
import type { FuzzTarget } from '@chimera/testing';
import { Problems } from './config-problem.ts';
import { parseWebConfig } from './web-config.ts';

const TLS = fileURLToPath(new URL('./testdata/tls', import.meta.url));
const HASH = '$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG';

const WHOLE = `tls_server_config:
  cert_file: server.crt
  key_file: server.key
  client_ca_file: ca.crt
  client_auth_type: RequireAndVerifyClientCert
  min_version: TLS12
  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
  curve_preferences: [X25519, CurveP256]
http_server_config:
  http2: false
  headers: { X-Frame-Options: deny }
basic_auth_users:
  alice: ${HASH}
bearer_tokens:
  grafana: sha256:${'AB'.repeat(32)}
`;

/** Aliases of aliases: a few hundred bytes that stand for gigabytes. */
const LAUGHS = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
].join('\n');

export const FUZZ: readonly FuzzTarget[] = [
  {
    name: 'web-config',
    says: 'the file of --web.config.file',
    corpus: () => [WHOLE, 'basic_auth_users: {}\n', `bearer_tokens: { ci: ${HASH} }`].map((text) => Buffer.from(text)),
    hostile: () =>
      [LAUGHS, '['.repeat(2_000), `${'a: {'.repeat(2_000)}`, '{ ? : }', 'a: !!js/function x'].map((text) =>
        Buffer.from(text),
      ),
    words: [
      '&a ',
      '*a',
      '<<: *a',
      '- ',
      ': ',
      '{',
      '[',
      '!!binary ',
      '? ',
      '|\n',
      '>\n',
      '---\n',
      '%YAML 1.1\n',
      '../',
      '\0',
      '\t',
      'null',
      '~',
    ],
    open: () => ({
      run: (input) => {
        const problems = new Problems();
        parseWebConfig(new TextDecoder().decode(input), TLS, problems);
        return problems.lines.length === 0 ? 'accepted' : 'refused';
      },
    }),
  },
];
