/** Two objects of one identity overwrite each other, and so do two files of one name. */
import { describe, identityOf } from '../identity.ts';
import type { PlacedObject, Rule } from '../rule.ts';
import { violation } from '../violation.ts';

const ID = 'duplicate-identity';

export const duplicateIdentity: Rule = {
  id: ID,
  title: 'group, kind, namespace and name are given once on a cluster, and every object has its own file',
  strict: true,
  *check({ objects }) {
    const fix = 'rename one of the two, or make the object in one place only';
    const identities = new Map<string, PlacedObject>();
    const files = new Map<string, PlacedObject>();
    for (const placed of objects) {
      const where = describe(placed.object);
      const twin = identities.get(identityOf(placed.object));
      // File systems that ignore case are common on laptops.
      const neighbour = files.get(placed.path.toLowerCase());
      if (twin !== undefined) yield violation(ID, placed, `${where}: also made at ${twin.source}`, { fix });
      else if (neighbour !== undefined && !isRoot(placed.path))
        yield violation(ID, placed, `${where}: its file is that of ${describe(neighbour.object)}`, { fix });
      if (twin === undefined) identities.set(identityOf(placed.object), placed);
      if (neighbour === undefined) files.set(placed.path.toLowerCase(), placed);
    }
  },
};

/** Root's project and Application share the one file that is applied by hand. */
function isRoot(path: string): boolean {
  return path.endsWith('/root.yaml');
}
