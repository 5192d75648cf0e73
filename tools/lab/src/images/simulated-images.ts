/** Images of kind-local that the lab does not have: what stands in for each, and why. */

export type SimulatedImage = {
  /** As the catalog writes it, without its tag: another version is no reason to look here. */
  readonly repository: string;
  /** What does its work in the lab; 'nothing' when its pods are only said to be ready. */
  readonly by: string;
  readonly why: string;
};

/** Of images that are in no list: a component comes without a change here. */
export const NOT_TRIED = {
  by: 'nothing',
  why: 'nobody has written a recipe for it, nor why there can be none',
} as const;

export const SIMULATED_IMAGES: readonly SimulatedImage[] = [
  {
    repository: 'fluent/fluentd-kubernetes-daemonset',
    by: 'nothing',
    why: 'a Ruby program with plugins, no Go module; what it would write to is not there yet',
  },
  {
    repository: 'ghcr.io/external-secrets/external-secrets',
    by: 'a loop of the lab that copies from `secrets-source` and sets Ready',
    why: 'its Go module needs parts that are not published',
  },
  {
    repository: 'grafana/grafana',
    by: 'nothing; its calls to MyTSDB are made by tests',
    why: 'its pages come from a JavaScript build and are in no Go module',
  },
  {
    repository: 'quay.io/argoproj/argocd',
    by: 'the same version, built from its Go module, beside the pods',
    why: 'one Argo CD syncs the tree, and it must be there before the tree is',
  },
  {
    repository: 'quay.io/kiwigrid/k8s-sidecar',
    by: 'nothing',
    why: 'a Python program, no Go module; it serves Grafana only',
  },
  {
    repository: 'redis',
    by: "Debian's redis-server, beside the pods",
    why: "it is Argo CD's cache",
  },
];
