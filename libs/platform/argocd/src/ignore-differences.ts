/** Fields that somebody in the cluster writes into objects of ours; found by looking at the objects, so no component lists them. */
import { type ApiObjectJson, apiGroup } from '@chimera/platform-kit';

export interface IgnoreDifferences {
  readonly group: string;
  readonly kind: string;
  readonly name?: string;
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
}

interface Written extends IgnoreDifferences {
  /** Whether this object is one that somebody writes into. */
  applies(object: ApiObjectJson): boolean;
}

const CA_BUNDLES = ['.webhooks[]?.clientConfig.caBundle'];

const WRITTEN: readonly Written[] = [
  {
    group: 'admissionregistration.k8s.io',
    kind: 'MutatingWebhookConfiguration',
    jqPathExpressions: CA_BUNDLES,
    applies: () => true,
  },
  {
    group: 'admissionregistration.k8s.io',
    kind: 'ValidatingWebhookConfiguration',
    jqPathExpressions: CA_BUNDLES,
    applies: () => true,
  },
  {
    // The certificate that converts between versions.
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    jqPathExpressions: ['.spec.conversion.webhook.clientConfig.caBundle'],
    applies: (object) =>
      (object['spec'] as { conversion?: { strategy?: string } } | undefined)?.conversion?.strategy === 'Webhook',
  },
  {
    // The controller manager gathers the rules of aggregated roles.
    group: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    jsonPointers: ['/rules'],
    applies: (object) => object['aggregationRule'] !== undefined,
  },
];

/** One entry per object concerned, in the order of the table. */
export function ignoreDifferences(objects: readonly ApiObjectJson[]): IgnoreDifferences[] {
  return WRITTEN.flatMap(({ applies, ...entry }) =>
    objects
      .filter((object) => apiGroup(object) === entry.group && object.kind === entry.kind && applies(object))
      .map((object) => ({ group: entry.group, kind: entry.kind, name: object.metadata.name, ...rest(entry) })),
  );
}

function rest({ jsonPointers, jqPathExpressions }: IgnoreDifferences) {
  return { ...(jsonPointers && { jsonPointers }), ...(jqPathExpressions && { jqPathExpressions }) };
}
