/** Every secret that a cluster's components declare: what it holds, how each value comes about, and who uses it. */
import type { Plan, SecretDeclaration, SecretValue } from '@chimera/platform-kit';

export interface InventoryEntry {
  readonly declaration: SecretDeclaration;
  /** Components that bring it into their namespace. */
  readonly usedBy: readonly { readonly component: string; readonly namespace: string }[];
}

/** In order of the names in the store; each once, however many use it. */
export function inventory(plan: Plan): InventoryEntry[] {
  const entries = new Map<string, { declaration: SecretDeclaration; usedBy: InventoryEntry['usedBy'][number][] }>();
  for (const { system, secrets } of plan.components) {
    for (const declaration of secrets) {
      const entry = entries.get(declaration.remoteKey) ?? { declaration, usedBy: [] };
      entry.usedBy.push({ component: system.name, namespace: system.namespace });
      entries.set(declaration.remoteKey, entry);
    }
  }
  return [...entries.values()].sort((a, b) => (a.declaration.remoteKey < b.declaration.remoteKey ? -1 : 1));
}

/** How the value comes about, in words; a fixed value is not repeated. */
export function describeValue(value: SecretValue): string {
  switch (value.kind) {
    case 'random':
      return `${value.length} random ${value.alphabet === 'hex' ? 'hexadecimal digits' : 'letters and digits'}`;
    case 'fixed':
      return `fixed: ${value.why}`;
    case 'provided':
      return `put there by people: ${value.what}`;
    case 'htpasswd':
      return `bcrypt of ${value.passwordKey}, for user ${value.user}`;
  }
}

/** A table for people and a list for scripts at once: one line per value. */
export function inventoryLines(entries: readonly InventoryEntry[]): string[] {
  const rows = entries.flatMap(({ declaration, usedBy }) =>
    Object.entries(declaration.values).map(([key, value]) => [
      declaration.system,
      declaration.remoteKey,
      key,
      describeValue(value),
      usedBy.map(({ component, namespace }) => `${namespace}/${component}`).join(', '),
    ]),
  );
  const table = [['SYSTEM', 'NAME IN THE STORE', 'KEY', 'VALUE', 'USED BY'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] as string).length)));
  return table.map((row) =>
    row.map((cell, column) => (column < widths.length ? cell.padEnd(widths[column] as number) : cell)).join('  '),
  );
}
