/** What the listeners need of the web configuration: TLS, headers, and who may come in. */
import type { Authenticator } from './authenticator.ts';
import type { TlsSettings } from './tls-settings.ts';

export type Protection = {
  /** null: plain text. */
  readonly tls: TlsSettings | null;
  /** Added to every HTTP answer. */
  readonly headers: ReadonlyMap<string, string>;
  /** null: everybody may come in. */
  readonly authenticator: Authenticator | null;
  end(): void;
};

export const OPEN: Protection = { tls: null, headers: new Map(), authenticator: null, end: () => {} };
