/** Bearer tokens that the server hands out itself, to who came in with a password: Flight's Handshake. */
import { randomBytes } from 'node:crypto';
import type { Authenticator, Identity } from './authenticator.ts';

export type Sessions = {
  /** Lets in who has a token of ours, and whom `inner` lets in. */
  readonly authenticator: Authenticator;
  /** A token, for a call whose `authorization` was right; null unless that was Basic. */
  issue(authorization: string): string | null;
};

const LIFETIME_MS = 24 * 3_600_000;
/** The oldest goes first. */
const MAX_SESSIONS = 10_000;

/** `now`: Unix ms. */
export function createSessions(inner: Authenticator, now: () => number): Sessions {
  const sessions = new Map<string, { readonly identity: Identity; readonly endsMs: number }>();
  return {
    issue: (authorization) => {
      if (!/^basic /i.test(authorization)) return null;
      const name = Buffer.from(authorization.slice(6).trim(), 'base64').toString('utf8').split(':')[0] as string;
      if (sessions.size >= MAX_SESSIONS) sessions.delete(sessions.keys().next().value as string);
      const token = randomBytes(32).toString('base64url');
      sessions.set(token, { identity: { name }, endsMs: now() + LIFETIME_MS });
      return token;
    },
    authenticator: {
      challenges: inner.challenges,
      authenticate: (authorization) => {
        const token = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
        // 256 random bits: a Map's lookup tells nobody anything about them.
        const session = sessions.get(token);
        if (session === undefined) return inner.authenticate(authorization);
        if (session.endsMs > now()) return Promise.resolve(session.identity);
        sessions.delete(token);
        return Promise.resolve('wrong');
      },
    },
  };
}
