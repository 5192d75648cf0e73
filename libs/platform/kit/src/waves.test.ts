import { describe, expect, it } from 'vitest';
import { waves } from './waves.ts';

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([node, to]) => [node, new Set(to)]));

describe('waves', () => {
  it('puts everything after what it requires', () => {
    const result = waves(graph({ app: ['db', 'queue'], db: ['namespace'], queue: ['db'], namespace: [] }));
    expect(Object.fromEntries(result)).toEqual({ namespace: 0, db: 1, queue: 2, app: 3 });
  });

  it('names the members of a cycle in order', () => {
    expect(() => waves(graph({ entry: ['a'], a: ['b'], b: ['c'], c: ['a'] }))).toThrow(/cycle: a -> b -> c -> a\./);
  });

  it('ignores requirements outside the graph', () => {
    expect(waves(graph({ app: ['elsewhere'] })).get('app')).toBe(0);
  });
});
