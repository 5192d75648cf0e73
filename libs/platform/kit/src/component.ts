/** A component: a system's definition, written once; clusters differ by inputs only. */
import type { Chart } from 'cdk8s';
import type { Context } from './context.ts';
import type { Watched } from './observability.ts';
import type { Resources } from './resources.ts';
import { callSite, type SourcePlace } from './source.ts';
import type { System } from './system.ts';

export type ServiceInput =
  | { readonly type: 'ClusterIP' }
  /** Pinned ports by endpoint name, so that they survive a re-creation. */
  | { readonly type: 'NodePort'; readonly nodePorts: Readonly<Record<string, number>> }
  | { readonly type: 'LoadBalancer' };

/** What every component with a workload lets a cluster choose. */
export interface StandardInputs {
  readonly replicas: number;
  readonly resources: Resources;
  readonly service: ServiceInput;
  /** Subdomain of its page; null leaves the page unrouted. */
  readonly host: string | null;
}

export interface ComponentDeclaration<Inputs extends object> extends Watched {
  readonly system: System;
  /** Defaults; a comment beside each says why. */
  readonly inputs: Inputs;
  /** Systems that must be healthy before, beyond those whose endpoints are used. */
  readonly requires?: readonly System[];
  build(chart: Chart, inputs: Inputs, context: Context): void;
}

export interface Component<Inputs extends object> extends ComponentDeclaration<Inputs> {
  readonly requires: readonly System[];
  /** The `defineComponent` call. */
  readonly source: SourcePlace;
  /** Set when a Helm chart is the source: the Application points at it and nothing is rendered for it. */
  readonly helm?: HelmSource;
}

/** A component whose inputs nobody looks at any more. */
export type AnyComponent = Component<object>;

/** An upstream chart, with everything it brings declared, so that budget, image and project checks see it. */
export interface HelmSource {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly brings: readonly {
    readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';
    readonly name: string;
    readonly replicas: number;
    readonly images: readonly string[];
    readonly resources: Resources;
  }[];
  /** Cluster-scoped kinds the chart creates, for the team's AppProject. */
  readonly clusterKinds: readonly { readonly group: string; readonly kind: string }[];
}

export function defineComponent<Inputs extends object>(declaration: ComponentDeclaration<Inputs>): Component<Inputs> {
  return { ...declaration, requires: declaration.requires ?? [], source: callSite() };
}

/** A component that comes as an upstream Helm chart; `values` turns inputs into the chart's closed values. */
export function defineHelmComponent<Inputs extends object, Values extends Readonly<Record<string, unknown>>>(
  declaration: Omit<ComponentDeclaration<Inputs>, 'build'> & {
    readonly helm: Omit<HelmSource, 'values'> & { readonly values: Values };
  },
): Component<Inputs> {
  return { ...declaration, requires: declaration.requires ?? [], source: callSite(), build: () => {} };
}
