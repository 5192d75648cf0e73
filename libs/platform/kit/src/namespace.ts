/** Namespaces, one small component per team: they come first, deny everything, and are never pruned. */
import { k8s } from 'cdk8s-plus-34';
import { type Component, defineComponent } from './component.ts';
import { exemptions } from './pod.ts';
import type { SourcePlace } from './source.ts';
import { staysBehind } from './sync-annotations.ts';
import { describeSystem } from './system.ts';

export interface NamespaceDeclaration {
  readonly name: string;
  readonly team: string;
  /** `privileged` only where pods need the host, with the reason. */
  readonly podSecurity: 'restricted' | { readonly level: 'privileged' | 'baseline'; readonly reason: string };
}

/** Whoever renders is not their source: the catalog's list is. */
const NAMESPACES: SourcePlace = { file: 'libs/platform/catalog/src/namespaces.ts', line: 1 };

export const namespacesName = (team: string): string => `namespaces-${team}`;

/** The component that holds a team's namespaces on a cluster. */
export function namespacesComponent(team: string, namespaces: readonly NamespaceDeclaration[]): Component<object> {
  const none = { none: 'namespaces run nothing' };
  const component = defineComponent<object>({
    system: describeSystem({
      name: namespacesName(team),
      title: `Namespaces of ${team}`,
      team,
      namespace: namespaces[0]?.name ?? 'default',
      scope: 'end-to-end',
      images: {},
      endpoints: {},
      stateful: true,
    }),
    inputs: {},
    metrics: none,
    alerts: none,
    boards: none,
    build(chart, _inputs, context) {
      context.chart.declaredAt = NAMESPACES;
      for (const { name, podSecurity } of namespaces) {
        const level = podSecurity === 'restricted' ? 'restricted' : podSecurity.level;
        new k8s.KubeNamespace(chart, `namespace-${name}`, {
          metadata: {
            name,
            labels: {
              'pod-security.kubernetes.io/enforce': level,
              'pod-security.kubernetes.io/warn': level,
              'pod-security.kubernetes.io/audit': level,
            },
            annotations: {
              // Whoever removes its last component may delete it by hand; git never does.
              ...staysBehind(),
              ...(podSecurity !== 'restricted' && exemptions({ 'pod-security-restricted': podSecurity.reason })),
            },
          },
        });
        new k8s.KubeNetworkPolicy(chart, `default-deny-${name}`, {
          metadata: { name: 'default-deny', namespace: name },
          spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
        });
      }
    },
  });
  return { ...component, source: NAMESPACES };
}
