/** Sync waves: the depth of each node in the graph of what must be healthy before. */
import { RenderError } from './render-error.ts';

/**
 * Wave of each node: 0 when it requires nothing, else one more than the highest wave it requires. Edges to nodes outside the
 * graph are the caller's business. Throws `cycle`, naming the members in order.
 */
export function waves(graph: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, number> {
  const done = new Map<string, number>();
  const path: string[] = [];
  const visit = (node: string): number => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const start = path.indexOf(node);
    if (start >= 0) {
      const cycle = [...path.slice(start), node].join(' -> ');
      throw new RenderError(
        'cycle',
        `Components require each other in a cycle: ${cycle}. No order could start them. Turn one of these references into one that does not wait: use(endpoint, { wait: false }).`,
      );
    }
    path.push(node);
    let wave = 0;
    for (const required of [...(graph.get(node) ?? [])].sort()) {
      if (graph.has(required)) wave = Math.max(wave, visit(required) + 1);
    }
    path.pop();
    done.set(node, wave);
    return wave;
  };
  for (const node of [...graph.keys()].sort()) visit(node);
  return done;
}
