/** Which pods and deployments are whole: a pod is up while all its containers are. */
import type { Container, Topology } from '../labels.ts';
/** Derived from the down columns of one cluster's containers; valid until the next `begin`. */
export declare class Deployments {
  private readonly services;
  private readonly availableByService;
  private scratch;
  private count;
  private downOf;
  constructor(topology: Topology);
  /** Starts a slice of `count` steps; `downOf` gives the down column of a container by its index. */
  begin(count: number, downOf: (container: number) => Uint8Array): void;
  /** 1 while any container of the pod is down. Overwritten by the next call of any method. */
  podDown(container: Container): Uint8Array;
  /** Pods of the container's deployment that are up. */
  available(container: Container): Uint16Array;
  private anyDown;
}
//# sourceMappingURL=deployments.d.ts.map
