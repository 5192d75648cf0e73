/** Services that texts name: variables, arguments, configuration files, fields of custom resources. */

import { hostNames } from '../host-names.ts';
import { groupOf } from '../identity.ts';
import type { PlacedObject } from '../rule.ts';
import { stringsIn } from '../strings.ts';
import type { Reference } from './reference.ts';

/** Fully qualified names in all texts of an object. Labels and annotations are for people. */
export function* textReferences(placed: PlacedObject): Iterable<Reference> {
  if (isExcepted(placed)) return;
  const { metadata: _, ...rest } = placed.object;
  for (const { at, text } of stringsIn(rest))
    for (const { service, namespace, port } of hostNames(text))
      yield { from: placed, at, kind: 'Service', namespace, name: service, ...(port !== undefined && { port }) };
}

/** Definitions hold schemas; Argo CD's objects name the git server, which is there before anything is rendered. */
function isExcepted({ object }: PlacedObject): boolean {
  return object.kind === 'CustomResourceDefinition' || groupOf(object.apiVersion) === 'argoproj.io';
}
