/** Components that come as an upstream Helm chart: pinned, with closed values, and with everything they bring declared. */
import type { Component, ComponentDeclaration } from './component.ts';
import type { Resources } from './resources.ts';
import { callSite } from './source.ts';

/** A workload whose manifests are the chart's; the budget, image and probe checks see what is said here. */
export interface BroughtWorkload {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';
  readonly name: string;
  readonly replicas: number;
  /** `repository:tag`. */
  readonly images: readonly string[];
  /** Of one replica. */
  readonly resources: Resources;
}

/** What an Application needs of a chart, and what the guards need to know. */
export interface HelmSource {
  readonly repository: string;
  readonly chart: string;
  /** Exact, never a range. */
  readonly version: string;
  readonly values: object;
  readonly brings: readonly BroughtWorkload[];
  /** Cluster-scoped kinds the chart creates, for the team's AppProject. */
  readonly clusterKinds: readonly { readonly group: string; readonly kind: string }[];
}

/** The chart, with inputs turned into values of the closed type `Values`; write it as the return type, so that an unknown key is an error. */
export interface HelmDeclaration<Inputs extends object, Values extends object>
  extends Omit<HelmSource, 'values' | 'brings'> {
  values(inputs: Inputs): Values;
  brings(inputs: Inputs): readonly BroughtWorkload[];
}

/** `Values` is an interface of the component's file: a key that the chart's pinned version does not know fails to compile. */
export function defineHelmComponent<Inputs extends object, Values extends object>(
  declaration: Omit<ComponentDeclaration<Inputs>, 'build'> & { readonly helm: HelmDeclaration<Inputs, Values> },
): Component<Inputs> {
  const { helm, ...rest } = declaration;
  return {
    ...rest,
    requires: declaration.requires ?? [],
    source: callSite(),
    build: () => {},
    helm: (inputs) => ({ ...helm, values: helm.values(inputs), brings: helm.brings(inputs) }),
  };
}
