/** Fully qualified Service names in texts: in variables, arguments, configuration files and URLs. */

import { groupOf } from './identity.ts';
import type { PlacedObject } from './rule.ts';

export interface HostName {
  readonly service: string;
  readonly namespace: string;
  /** Undefined when the text names none. */
  readonly port: number | undefined;
  /** As it is written. */
  readonly text: string;
}

const QUALIFIED =
  /(?<![a-z0-9.-])((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)?)([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.svc\.cluster\.local\.?(?::([0-9]{1,5}))?/g;

/** The names in a text. The name of one pod of a stateful set counts as its Service's. */
export function hostNames(text: string): readonly HostName[] {
  if (!text.includes('.svc.cluster.local')) return [];
  return [...text.matchAll(QUALIFIED)].map(([whole, , service = '', namespace = '', port]) => ({
    service,
    namespace,
    port: port === undefined ? undefined : Number(port),
    text: whole,
  }));
}

/**
 * Whether the texts of an object name Services. Definitions hold schemas. Argo CD's objects name the git server, which is there
 * before anything is rendered, and the API server by the one address that Argo CD takes for its own cluster.
 */
export function namesServices({ object }: PlacedObject): boolean {
  return object.kind !== 'CustomResourceDefinition' && groupOf(object.apiVersion) !== 'argoproj.io';
}
