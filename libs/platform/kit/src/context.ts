/** What a component's `build` is given besides its chart and inputs: the cluster's facts, and the way to refer to others. */
import type { ComponentChart } from './chart.ts';
import type { ClusterFacts } from './cluster.ts';
import { type Image, imageReference } from './image.ts';
import type { SecretDeclaration, SecretReference } from './secret.ts';
import type { Database, Endpoint, System, Topic } from './system.ts';

/** One reference to somebody else's endpoint. */
export interface Use {
  readonly endpoint: Endpoint;
  /** Whether the component starts only when the other is healthy. */
  readonly wait: boolean;
}

/** Traffic that no reference explains; each comes with its reason. */
export type Traffic =
  | {
      readonly direction: 'egress';
      readonly to: 'api-server' | 'cluster' | 'world';
      readonly ports: readonly number[];
      readonly reason: string;
    }
  | {
      readonly direction: 'ingress';
      readonly from: 'anywhere';
      readonly ports: readonly number[];
      readonly reason: string;
    };

export class Context {
  readonly cluster: ClusterFacts;
  readonly system: System;
  readonly chart: ComponentChart;
  /** In order of use, each endpoint once. */
  readonly uses: Use[] = [];
  readonly secrets: SecretDeclaration[] = [];
  readonly traffic: Traffic[] = [];
  /** Endpoints of this component that the reverse proxy reaches. */
  readonly routed = new Set<number>();
  /** Ports open to nodes because a Service is a NodePort or LoadBalancer. */
  readonly exposed = new Set<number>();

  constructor(cluster: ClusterFacts, system: System, chart: ComponentChart) {
    this.cluster = cluster;
    this.system = system;
    this.chart = chart;
  }

  /**
   * Refers to another system's endpoint. The pods of this component get the label that the other's network policy admits, and
   * start after it unless `wait` is false. On a cluster without that system the render fails and says so.
   */
  use(endpoint: Endpoint, { wait = true }: { readonly wait?: boolean } = {}): Endpoint {
    const index = this.uses.findIndex(
      (use) => use.endpoint.system === endpoint.system && use.endpoint.name === endpoint.name,
    );
    if (index < 0) this.uses.push({ endpoint, wait });
    else if (wait) this.uses[index] = { endpoint, wait };
    return endpoint;
  }

  /** Brings a declared secret, one's own or another system's, into this namespace and refers to its keys. */
  secret<Key extends string>(secret: SecretDeclaration<Key>): SecretReference<Key> {
    if (!this.secrets.some((known) => known.remoteKey === secret.remoteKey)) this.secrets.push(secret);
    return { name: secret.name, key: (key) => ({ secretName: secret.name, secretKey: key }) };
  }

  /** Refers to a topic: opens the way to its brokers, as `use` does, and answers its name and their address. */
  topic(
    topic: Topic,
    options: { readonly wait?: boolean } = {},
  ): { readonly name: string; readonly bootstrap: string } {
    return { name: topic.name, bootstrap: this.use(topic.endpoint, options).address };
  }

  /** Refers to a database: opens the way to its server, as `use` does, and brings its login into this namespace. */
  database<Key extends string>(
    database: Database<Key>,
    options: { readonly wait?: boolean } = {},
  ): { readonly name: string; readonly endpoint: Endpoint; readonly login: SecretReference<Key> } {
    return {
      name: database.name,
      endpoint: this.use(database.endpoint, options),
      login: this.secret(database.login),
    };
  }

  /** Admits traffic that no reference explains, for instance the API server calling a webhook. */
  allow(traffic: Traffic): void {
    this.traffic.push(traffic);
  }

  image(image: Image): string {
    return imageReference(image, this.cluster.registry);
  }
}
