/** Where schemas and CRDs come from: Go modules at the versions that the catalog pins, each with its licence. */

/** A Go module whose files are copied or read. */
export type GoModule = {
  readonly module: string;
  readonly version: string;
  /** SPDX identifier of the module's licence. */
  readonly licence: string;
};

/** An operator whose CRDs we install. */
export type CrdSource = GoModule & {
  /** The system's folder under `libs/platform/components/<team>/crds/`. */
  readonly system: string;
  readonly team: 'observability' | 'api-ecosystem' | 'data-management';
  /** Folder inside the module. */
  readonly folder: string;
  /** Which files of the folder are CRDs. */
  readonly files: RegExp;
};

/** Kubernetes: the types' schemas. The patch version is the lab's. */
export const KUBERNETES: GoModule = { module: 'k8s.io/kubernetes', version: 'v1.34.4', licence: 'Apache-2.0' };

/** The Go types of the same release: a Kubernetes v1.x.y publishes its libraries as v0.x.y. */
export const KUBERNETES_API: GoModule = {
  module: 'k8s.io/api',
  version: KUBERNETES.version.replace('v1.', 'v0.'),
  licence: 'Apache-2.0',
};

/** The operators, sorted by system. A new one is one entry here. */
export const CRD_SOURCES: readonly CrdSource[] = [
  {
    system: 'argocd',
    team: 'data-management',
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.5.7',
    licence: 'Apache-2.0',
    folder: 'manifests/crds',
    files: /-crd\.yaml$/,
  },
  {
    system: 'external-secrets',
    team: 'api-ecosystem',
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    licence: 'Apache-2.0',
    folder: 'config/crds/bases',
    files: /external-secrets\.io_.*\.yaml$/,
  },
  {
    system: 'prometheus-operator',
    team: 'observability',
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    licence: 'Apache-2.0',
    folder: 'example/prometheus-operator-crd',
    files: /^monitoring\.coreos\.com_.*\.yaml$/,
  },
  {
    system: 'traefik',
    team: 'api-ecosystem',
    module: 'github.com/traefik/traefik/v3',
    version: 'v3.3.5',
    licence: 'MIT',
    folder: 'docs/content/reference/dynamic-configuration',
    files: /^traefik\.io_.*\.yaml$/,
  },
];

/** `module@version`, as Go writes it. */
export function nameOf({ module, version }: GoModule): string {
  return `${module}@${version}`;
}
