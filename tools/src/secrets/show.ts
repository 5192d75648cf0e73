/** `secrets show`: one value, because somebody asked for it by name. */
import type { InventoryEntry } from './inventory.ts';
import type { SecretSource } from './secret-source.ts';
import { SecretsError } from './secrets-error.ts';

export interface Shown {
  readonly value: string;
  /** What it is, for the error output: the value alone goes to standard output. */
  readonly title: string;
}

/** Without `key` a system with one random value shows that one: the password that people type. */
export async function show(
  entries: readonly InventoryEntry[],
  source: SecretSource,
  system: string,
  key: string | undefined,
): Promise<Shown> {
  const own = entries.filter(({ declaration }) => declaration.system === system);
  if (own.length === 0) {
    const systems = [...new Set(entries.map(({ declaration }) => declaration.system))].sort();
    throw new SecretsError(
      'unknown-name',
      `"${system}" has no secrets here. Systems that have: ${systems.join(', ')}.`,
    );
  }
  const values = own.flatMap(({ declaration }) =>
    Object.entries(declaration.values).map(([name, value]) => ({ declaration, name, value })),
  );
  const candidates = values.filter(({ name, value }) => (key === undefined ? value.kind === 'random' : name === key));
  const [chosen] = candidates;
  if (chosen === undefined || candidates.length > 1) {
    const names = [...new Set(values.map(({ name }) => name))].join(', ');
    throw new SecretsError(
      'unknown-name',
      key === undefined
        ? `"${system}" has several values: say which, npm run secrets -- show ${system} <key>. Keys: ${names}.`
        : `"${system}" has no key "${key}". Keys: ${names}.`,
    );
  }
  const { declaration, name } = chosen;
  const present = (await source.read(declaration.remoteKey))?.[name];
  if (present === undefined) {
    throw new SecretsError(
      'unknown-name',
      `${declaration.remoteKey} has no ${name} on this cluster yet. Run: npm run secrets -- seed --cluster kind-local`,
    );
  }
  const user = Object.values(declaration.values).find(
    (value) => value.kind === 'htpasswd' && value.passwordKey === name,
  );
  return { value: present, title: `${system} ${name}${user?.kind === 'htpasswd' ? `, user ${user.user}` : ''}` };
}
