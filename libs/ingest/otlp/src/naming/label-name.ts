/** Names of attributes as label names: other characters become underscores, a bad start gets the prefix `key`. */

/** '' when nothing but underscores is left of a name that had other characters. */
export function labelNameFor(attribute: string): string {
  const name = attribute.replace(/[^a-zA-Z0-9_]/gu, '_');
  if (name !== attribute && /^_*$/.test(name)) return '';
  if (/^[0-9]/.test(name)) return `key_${name}`;
  return name.startsWith('_') && !name.startsWith('__') ? `key${name}` : name;
}
