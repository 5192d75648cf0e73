/** The contract of a guard: what it is given, what it answers. Rules are pure; they read no file and no clock. */

/** Every rule. A new one is a line here, a line in `rules.ts`, its file and its fixtures. */
export type RuleId =
  | 'api-server'
  | 'app-project'
  | 'application'
  | 'budget'
  | 'data-protected'
  | 'duplicate-identity'
  | 'exemption'
  | 'image-pull-policy'
  | 'image-tag'
  | 'immutable-fields'
  | 'job-names'
  | 'kind-without-schema'
  | 'labels'
  | 'monitors'
  | 'network-policy'
  | 'node-arch'
  | 'pod-disruption-budget'
  | 'pod-security-restricted'
  | 'ports-unique'
  | 'probes'
  | 'qualified-names'
  | 'reachability'
  | 'references'
  | 'requests-and-limits'
  | 'rights'
  | 'schema'
  | 'scope'
  | 'secret-data'
  | 'secret-like-config'
  | 'selectors'
  | 'service-links'
  | 'single-writer'
  | 'size'
  | 'sync-options'
  | 'traefik-login'
  | 'vanished-stateful';

/** A Kubernetes object as plain JSON. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** An object, where it is written, and where it came from. */
export interface PlacedObject {
  readonly object: RenderedObject;
  /** File under the repository's root: `gitops/kind-local/components/observability/grafana/Deployment.monitoring.grafana.yaml`. */
  readonly path: string;
  /** The installation that rendered it; `root`, or the child's name, for root, projects and applications. */
  readonly component: string;
  readonly team: string;
  /** Where it was made: `libs/platform/components/observability/src/grafana.ts:42`. */
  readonly source: string;
}

/** An object of the last committed render. */
export type CommittedObject = Pick<PlacedObject, 'object' | 'path' | 'component'>;

/** A workload that a Helm chart brings and declares; its manifests are not rendered here. */
export interface ImportedWorkload {
  readonly component: string;
  readonly source: string;
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';
  readonly name: string;
  readonly replicas: number;
  readonly images: readonly string[];
  /** Of one replica. */
  readonly requests: { readonly cpuMillis: number; readonly memoryBytes: number };
}

/** What a rule may know of the cluster. */
export interface ClusterLimits {
  readonly name: string;
  readonly architecture: 'amd64';
  /** The sum of requests must fit. */
  readonly budget: { readonly cpuMillis: number; readonly memoryBytes: number };
  readonly storageClasses: readonly string[];
  /** Nodes that a DaemonSet runs on; 1 when absent. */
  readonly nodes?: number;
}

/** Everything that one cluster renders. */
export interface ClusterObjects {
  readonly cluster: ClusterLimits;
  readonly objects: readonly PlacedObject[];
  /** The last committed render of this cluster; empty before the first. */
  readonly committed: readonly CommittedObject[];
  readonly retired: readonly { readonly component: string; readonly keep: 'volumes' | 'nothing' }[];
  /** Components that keep data. */
  readonly stateful: ReadonlySet<string>;
  readonly imports: readonly ImportedWorkload[];
}

/** One broken rule. */
export interface Violation {
  readonly rule: RuleId;
  readonly component: string;
  readonly source: string;
  readonly path: string;
  /** What and where: `Deployment monitoring/grafana, container grafana: no memory limit`. */
  readonly message: string;
  /** What to write, one sentence. */
  readonly fix: string;
  /** The part of the object that an exemption may name, a container for instance. */
  readonly part?: string;
}

export interface Rule {
  readonly id: RuleId;
  /** One line of documentation. */
  readonly title: string;
  /** No annotation exempts from it. */
  readonly strict?: true;
  /** It compares with the committed render, so that its exemption has no effect any more once that is committed. */
  readonly transient?: true;
  check(cluster: ClusterObjects): Iterable<Violation>;
}
