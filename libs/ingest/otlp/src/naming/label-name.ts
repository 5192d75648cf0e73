/** Names of attributes as label names: as they are, or with underscores for other characters and `key` before a bad start. */
import { escapes, type TranslationStrategy } from '../translation.ts';

/** '' when nothing but underscores is left of a name that had other characters. */
export function labelNameFor(attribute: string, strategy: TranslationStrategy): string {
  if (!escapes(strategy)) return attribute;
  const name = attribute.replace(/[^a-zA-Z0-9_]/gu, '_');
  if (name !== attribute && /^_*$/.test(name)) return '';
  if (/^[0-9]/.test(name)) return `key_${name}`;
  return name.startsWith('_') && !name.startsWith('__') ? `key${name}` : name;
}
