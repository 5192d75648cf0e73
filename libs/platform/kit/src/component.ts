/** A component: a system's definition, written once; clusters differ by inputs only. */
import type { Chart } from 'cdk8s';
import type { Context } from './context.ts';
import type { HelmSource } from './helm.ts';
import type { Watched } from './observability.ts';
import type { Resources } from './resources.ts';
import { callSite, type SourcePlace } from './source.ts';
import type { System } from './system.ts';

export type ServiceInput =
  | { readonly type: 'ClusterIP' }
  /** Pinned ports by endpoint name, so that they survive a re-creation. */
  | { readonly type: 'NodePort'; readonly nodePorts: Readonly<Record<string, number>> }
  /** Ports by endpoint name where clients of the load balancer expect others than the endpoints': `{ web: 80 }`. */
  | { readonly type: 'LoadBalancer'; readonly ports?: Readonly<Record<string, number>> };

/** What every component with a workload lets a cluster choose. */
export interface StandardInputs {
  readonly replicas: number;
  readonly resources: Resources;
  readonly service: ServiceInput;
  /** Subdomain of its page; null leaves the page unrouted. */
  readonly host: string | null;
}

/** Of a component that cannot be replicated, because each copy would hold data of its own or do the same work again. */
export interface SingleReplicaInputs extends StandardInputs {
  readonly replicas: 1;
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
  /** Set when a Helm chart is the source: the Application points at it. */
  readonly helm?: (inputs: Inputs) => HelmSource;
}

/** A component whose inputs nobody looks at any more. */
export type AnyComponent = Component<object>;

export function defineComponent<Inputs extends object>(declaration: ComponentDeclaration<Inputs>): Component<Inputs> {
  return { ...declaration, requires: declaration.requires ?? [], source: callSite() };
}
