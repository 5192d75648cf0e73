/** Services that texts name: variables, arguments, configuration files, fields of custom resources. */

import { hostNames, namesServices } from '../host-names.ts';
import type { PlacedObject } from '../rule.ts';
import { stringsIn } from '../strings.ts';
import type { Reference } from './reference.ts';

/** Fully qualified names in all texts of an object. Labels and annotations are for people. */
export function* textReferences(placed: PlacedObject): Iterable<Reference> {
  if (!namesServices(placed)) return;
  const { metadata: _, ...rest } = placed.object;
  for (const { at, text } of stringsIn(rest))
    for (const { service, namespace, port } of hostNames(text))
      yield { from: placed, at, kind: 'Service', namespace, name: service, ...(port !== undefined && { port }) };
}
