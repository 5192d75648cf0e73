/** Makes the values of a declared secret that are absent; what is there stays, whatever it is. */
import type { SecretDeclaration } from '@chimera/platform-kit';
import { SecretsError } from './secrets-error.ts';

export interface Makers {
  /** Cryptographically random bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** bcrypt, with a salt of its own. */
  readonly hash: (password: string) => Promise<string>;
}

const ALPHABETS = {
  alphanumeric: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
} as const;

/** New values by key; empty when nothing is absent. An htpasswd line is made of the password that is there, or of the new one. */
export async function missingValues(
  declaration: SecretDeclaration,
  present: Readonly<Record<string, string>>,
  { randomBytes, hash }: Makers,
): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  const absent = Object.entries(declaration.values).filter(([key]) => present[key] === undefined);
  for (const [key, value] of absent) {
    if (value.kind === 'random') made[key] = randomText(value.length, ALPHABETS[value.alphabet], randomBytes);
    else if (value.kind === 'fixed') made[key] = value.value;
  }
  for (const [key, value] of absent) {
    if (value.kind !== 'htpasswd') continue;
    const password = present[value.passwordKey] ?? made[value.passwordKey];
    if (password === undefined) {
      throw new SecretsError(
        'unknown-name',
        `Secret "${declaration.name}" of ${declaration.system}: "${key}" is made of "${value.passwordKey}", which is not among its keys (${Object.keys(declaration.values).join(', ')}). Add it to the catalog entry.`,
      );
    }
    made[key] = `${value.user}:${await hash(password)}`;
  }
  return made;
}

/** Each character as likely as any other: bytes at the end of the range are thrown away, not folded back. */
function randomText(length: number, alphabet: string, randomBytes: Makers['randomBytes']): string {
  const usable = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < usable && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
