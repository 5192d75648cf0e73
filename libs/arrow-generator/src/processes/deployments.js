/** Derived from the down columns of one cluster's containers; valid until the next `begin`. */
export class Deployments {
  services;
  availableByService = new Map();
  scratch = new Uint8Array(0);
  count = 0;
  downOf = () => this.scratch;
  constructor(topology) {
    this.services = topology.services;
  }
  /** Starts a slice of `count` steps; `downOf` gives the down column of a container by its index. */
  begin(count, downOf) {
    this.count = count;
    this.downOf = downOf;
    this.availableByService.clear();
    if (this.scratch.length < count) this.scratch = new Uint8Array(count);
  }
  /** 1 while any container of the pod is down. Overwritten by the next call of any method. */
  podDown(container) {
    const service = this.services[container.service];
    const pod = service.pods[container.pod - container.service * service.pods.length];
    return this.anyDown(pod);
  }
  /** Pods of the container's deployment that are up. */
  available(container) {
    const known = this.availableByService.get(container.service);
    if (known !== undefined) return known;
    const { pods } = this.services[container.service];
    const available = new Uint16Array(this.count).fill(pods.length);
    for (const pod of pods) {
      const down = this.anyDown(pod);
      for (let i = 0; i < this.count; i++) available[i] = available[i] - down[i];
    }
    this.availableByService.set(container.service, available);
    return available;
  }
  anyDown(pod) {
    const { scratch, count } = this;
    scratch.fill(0, 0, count);
    for (const index of pod) {
      const down = this.downOf(index);
      for (let i = 0; i < count; i++) scratch[i] = scratch[i] | down[i];
    }
    return scratch;
  }
}
