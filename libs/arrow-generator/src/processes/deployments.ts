/** Which pods and deployments are whole: a pod is up while all its containers are. */
import type { Container, Service, Topology } from '../labels.ts';

/** Derived from the down columns of one cluster's containers; valid until the next `begin`. */
export class Deployments {
  private readonly services: readonly Service[];
  private readonly availableByService = new Map<number, Uint16Array>();
  private scratch = new Uint8Array(0);
  private count = 0;
  private downOf: (container: number) => Uint8Array = () => this.scratch;

  constructor(topology: Topology) {
    this.services = topology.services;
  }

  /** Starts a slice of `count` steps; `downOf` gives the down column of a container by its index. */
  begin(count: number, downOf: (container: number) => Uint8Array): void {
    this.count = count;
    this.downOf = downOf;
    this.availableByService.clear();
    if (this.scratch.length < count) this.scratch = new Uint8Array(count);
  }

  /** 1 while any container of the pod is down. Overwritten by the next call of any method. */
  podDown(container: Container): Uint8Array {
    const service = this.services[container.service] as Service;
    const pod = service.pods[container.pod - container.service * service.pods.length];
    return this.anyDown(pod as readonly number[]);
  }

  /** Pods of the container's deployment that are up. */
  available(container: Container): Uint16Array {
    const known = this.availableByService.get(container.service);
    if (known !== undefined) return known;
    const { pods } = this.services[container.service] as Service;
    const available = new Uint16Array(this.count).fill(pods.length);
    for (const pod of pods) {
      const down = this.anyDown(pod);
      for (let i = 0; i < this.count; i++) available[i] = (available[i] as number) - (down[i] as number);
    }
    this.availableByService.set(container.service, available);
    return available;
  }

  private anyDown(pod: readonly number[]): Uint8Array {
    const { scratch, count } = this;
    scratch.fill(0, 0, count);
    for (const index of pod) {
      const down = this.downOf(index);
      for (let i = 0; i < count; i++) scratch[i] = (scratch[i] as number) | (down[i] as number);
    }
    return scratch;
  }
}
