import { expect, test } from 'vitest';
import { MetadataStore } from './metadata-store.ts';

test('the last word wins, and the family named first goes', () => {
  const store = new MetadataStore(2);
  store.set('a', { type: 'gauge', help: 'x', unit: '' });
  store.set('b', { type: 'counter', help: 'y'.repeat(5_000), unit: 's' });
  store.set('a', { type: 'counter', help: 'z', unit: '' });
  expect(store.get('a')).toEqual({ type: 'counter', help: 'z', unit: '' });
  expect(store.get('b')?.help.length).toBe(4_096);
  store.set('c', { type: 'info', help: '', unit: '' });
  expect([...store.all().keys()]).toEqual(['b', 'c']);
});
