/** `secrets seed`: every declared value that is absent gets one; nothing that exists is changed, and no value is printed. */
import type { InventoryEntry } from './inventory.ts';
import { type Makers, missingValues } from './make-values.ts';
import type { SecretSource } from './secret-source.ts';

export interface SeedResult {
  readonly name: string;
  /** Keys that were absent. */
  readonly written: readonly string[];
  readonly kept: number;
  /** Absent still: only people have them. */
  readonly lacking: readonly string[];
}

export async function seed(
  entries: readonly InventoryEntry[],
  source: SecretSource,
  makers: Makers,
): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  for (const { declaration } of entries) {
    const present = (await source.read(declaration.remoteKey)) ?? {};
    const made = await missingValues(declaration, present, makers);
    const written = Object.keys(made).sort();
    if (written.length > 0) await source.add(declaration.remoteKey, declaration.system, made);
    const lacking = Object.entries(declaration.values)
      .filter(([key, { kind }]) => kind === 'provided' && present[key] === undefined)
      .map(([key]) => key);
    const kept = Object.keys(declaration.values).length - written.length - lacking.length;
    results.push({ name: declaration.remoteKey, written, kept, lacking });
  }
  return results;
}

export function seedLines(results: readonly SeedResult[]): string[] {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  const written = results.reduce((sum, result) => sum + result.written.length, 0);
  const kept = results.reduce((sum, result) => sum + result.kept, 0);
  return [
    ...results
      .filter((result) => result.written.length > 0)
      .map(({ name, written: keys }) => `  wrote ${name}: ${keys.join(', ')}`),
    ...results
      .filter((result) => result.lacking.length > 0)
      .map(
        ({ name, lacking }) => `  put there by hand: ${name}: ${lacking.join(', ')} (secrets list says what they are)`,
      ),
    `${count(written, 'value')} written, ${count(kept, 'value')} kept, ${count(results.length, 'secret')} in all`,
  ];
}
