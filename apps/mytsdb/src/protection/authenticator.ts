/**
 * Who may come in: the `authorization` of an HTTP request or a gRPC call against the users and tokens of the web
 * configuration. Secrets are compared in constant time and never kept: what was right is remembered as a keyed digest.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CompareSecret } from './bcrypt-thread.ts';
import type { SecretHash, WebConfig } from './web-config.ts';

/** 'busy': it could not be checked now; the client may try again. */
export type Refusal = 'missing' | 'malformed' | 'wrong' | 'busy';

export type Identity = { readonly name: string };

export type Authenticator = {
  /** Of the header `authorization`; undefined when there is none. */
  authenticate(authorization: string | undefined): Promise<Identity | Refusal>;
  /** What `WWW-Authenticate` says, a header for each: browsers do not take two challenges out of one, and never ask. */
  readonly challenges: readonly string[];
};

/** Right credentials that are remembered: as many as Prometheus remembers. */
const REMEMBERED = 100;

/** null when the configuration names neither users nor tokens: then everybody may come in. */
export function createAuthenticator(
  { users, tokens }: Pick<WebConfig, 'users' | 'tokens'>,
  compareBcrypt: CompareSecret,
): Authenticator | null {
  if (users.size === 0 && tokens.size === 0) return null;
  const key = randomBytes(32);
  const right = new Map<string, Identity>();
  const running = new Map<string, Promise<Identity | Refusal>>();

  const digestOf = (kind: string, text: string): string =>
    createHmac('sha256', key).update(`${kind}:${text}`).digest('base64');
  /** Runs `check` unless the credentials were right before or are being checked now. */
  const remembering = (digest: string, check: () => Promise<Identity | Refusal>): Promise<Identity | Refusal> => {
    const known = right.get(digest);
    if (known !== undefined) return Promise.resolve(known);
    const same = running.get(digest);
    if (same !== undefined) return same;
    const checking = check()
      .then((outcome) => {
        if (typeof outcome === 'object') {
          if (right.size >= REMEMBERED) right.delete(right.keys().next().value as string);
          right.set(digest, outcome);
        }
        return outcome;
      })
      .finally(() => running.delete(digest));
    running.set(digest, checking);
    return checking;
  };
  const matches = (secret: string, hash: SecretHash): Promise<boolean | 'busy'> =>
    hash.kind === 'bcrypt' ? compareBcrypt(secret, hash.text) : Promise.resolve(hasDigest(secret, hash.text));

  // A name that nobody has costs as much as one that somebody has.
  const decoy = users.values().next().value;
  const basic = async (name: string, password: string): Promise<Identity | Refusal> => {
    const hash = users.get(name) ?? decoy;
    if (hash === undefined) return 'wrong';
    const same = await matches(password, hash);
    if (same === 'busy') return same;
    return same && users.has(name) ? { name } : 'wrong';
  };
  const bearer = async (token: string): Promise<Identity | Refusal> => {
    let found: Identity | Refusal = 'wrong';
    for (const [name, hash] of tokens) {
      const same = await matches(token, hash);
      if (same === true) found = { name };
      else if (same === 'busy' && found === 'wrong') found = 'busy';
    }
    return found;
  };

  return {
    challenges: [
      ...(users.size > 0 ? ['Basic realm="mytsdb"'] : []),
      ...(tokens.size > 0 ? ['Bearer realm="mytsdb"'] : []),
    ],
    authenticate: (authorization) => {
      if (authorization === undefined || authorization === '') return Promise.resolve('missing');
      const match = /^(basic|bearer) +(\S+) *$/i.exec(authorization);
      if (match === null) return Promise.resolve('malformed');
      const [, scheme, text] = match as unknown as [string, string, string];
      if (scheme.toLowerCase() === 'bearer') return remembering(digestOf('bearer', text), () => bearer(text));
      const decoded = Buffer.from(text, 'base64').toString('utf8');
      const colon = decoded.indexOf(':');
      if (colon < 0) return Promise.resolve('malformed');
      return remembering(digestOf('basic', decoded), () => basic(decoded.slice(0, colon), decoded.slice(colon + 1)));
    },
  };
}

function hasDigest(secret: string, hex: string): boolean {
  return timingSafeEqual(createHash('sha256').update(secret).digest(), Buffer.from(hex, 'hex'));
}
