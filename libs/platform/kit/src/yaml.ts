/** YAML that any parser reads alike: 1.1-safe quoting (`yes`, `on`, `0o7` stay strings), fixed key order, no folding, no anchors. */
import { Document, visit } from 'yaml';

const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace'];

/** One document with a banner comment; equal values give equal bytes. */
export function toYaml(value: unknown, banner: string): string {
  const document = new Document(sortKeys(value), { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'BLOCK_LITERAL';
      // A lone `=` has a type of its own in YAML 1.1.
      if (node.value === '=') node.type = 'QUOTE_DOUBLE';
    },
  });
  return `# ${banner}\n${document.toString({ lineWidth: 0, directives: false })}`;
}

/** Well-known keys first, the others in order of code units; lists keep their order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const rank = (key: string) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sortKeys(entry)]),
  );
}
