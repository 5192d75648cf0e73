/** The inverted index of the time-series database. */
export type { Cardinality, NamedCount } from './cardinality.ts';
export { PostingsIndex } from './postings-index.ts';
