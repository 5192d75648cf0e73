/** Secrets are declared, never written: from one declaration come an ExternalSecret, an inventory and the local seeder's work. */

/** How the local seeder makes a value when it is absent. */
export type SecretValue =
  | { readonly kind: 'random'; readonly length: number; readonly alphabet: 'alphanumeric' | 'hex' }
  | { readonly kind: 'fixed'; readonly value: string; readonly why: string }
  /** Put into the store by people: nothing can make it. */
  | { readonly kind: 'provided'; readonly what: string }
  /** An htpasswd line (bcrypt) for `user`, whose password is kept beside it under `passwordKey`. */
  | { readonly kind: 'htpasswd'; readonly user: string; readonly passwordKey: string };

/** Random characters: 62 letters and digits, or hexadecimal ones where a program wants those. */
export const random = (length: number, alphabet: 'alphanumeric' | 'hex' = 'alphanumeric'): SecretValue => ({
  kind: 'random',
  length,
  alphabet,
});

/** A value that is no secret but lives beside one, such as a user name. */
export const fixed = (value: string, why: string): SecretValue => ({ kind: 'fixed', value, why });

/** A value that only people have, such as a certificate that an authority signed. */
export const provided = (what: string): SecretValue => ({ kind: 'provided', what });

export const htpasswd = (user: string, passwordKey: string): SecretValue => ({ kind: 'htpasswd', user, passwordKey });

/** A secret that a system declares; `remoteKey` is its name in the store, the same on both clusters. */
export interface SecretDeclaration<Key extends string = string> {
  readonly system: string;
  /** Name of the Kubernetes Secret in each namespace that uses it. */
  readonly name: string;
  readonly remoteKey: string;
  readonly values: Readonly<Record<Key, SecretValue>>;
}

/** A secret as a pod refers to it. */
export interface SecretReference<Key extends string = string> {
  readonly name: string;
  key(key: Key): SecretKey;
}

/** One key of a Secret, as the value of an environment variable. */
export interface SecretKey {
  readonly secretName: string;
  readonly secretKey: string;
}

/** The keys that reach namespaces: all but the passwords behind htpasswd lines. */
export function deliveredKeys(secret: SecretDeclaration): string[] {
  const kept = new Set(
    Object.values(secret.values).flatMap((value) => (value.kind === 'htpasswd' ? [value.passwordKey] : [])),
  );
  return Object.keys(secret.values).filter((key) => !kept.has(key));
}
