/** Which objects lose data when they are deleted. */
import { groupOf } from './identity.ts';
import { objectAt } from './json.ts';
import type { RenderedObject } from './rule.ts';

/** By group and kind. A CRD takes all its objects along. */
const KEEPS_DATA: ReadonlySet<string> = new Set([
  '/Namespace',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apps/StatefulSet',
]);

/** True for those, and for what an operator gives a claim. */
export function keepsData(object: RenderedObject): boolean {
  const group = groupOf(object.apiVersion);
  if (group === 'monitoring.coreos.com') return 'volumeClaimTemplate' in objectAt(object, 'spec', 'storage');
  return KEEPS_DATA.has(`${group}/${object.kind}`);
}
