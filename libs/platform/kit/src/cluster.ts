/** A cluster: what it is, and what it runs. People edit `clusters/<name>/cluster.ts`, nothing else differs. */
import type { Installation, Retirement } from './installation.ts';
import { RenderError } from './render-error.ts';
import type { Cpu, Memory } from './resources.ts';

/** What a component may know of the cluster it is rendered for. */
export interface ClusterFacts {
  readonly name: string;
  /** Kubernetes minor version, for instance `1.34`. */
  readonly kubernetes: string;
  /** API server as Argo CD addresses it. */
  readonly server: string;
  /** Pages are at `<host>.<domain>`. */
  readonly domain: string;
  /** Pages speak https, with the certificate that Traefik's secret `certificate` holds; plain http is sent there. */
  readonly tls: boolean;
  readonly architecture: 'amd64';
  /** The first is the default of stateful components. */
  readonly storageClasses: readonly [string, ...string[]];
  readonly loadBalancer: boolean;
  /** Where the cluster pulls our own images from. */
  readonly registry: string;
  readonly repository: {
    readonly url: string;
    /** Branch that the root Application follows. */
    readonly revision: string;
    /** Commit that all other Applications are held at, written by `npm run promote`; without one they follow the branch too. */
    readonly promoted?: string | null;
    /** Pages of the repository, for runbook links. */
    readonly web: string;
  };
  /** Kubernetes provider on a namespace, or Vault. */
  readonly secretStore: 'kubernetes' | 'vault';
  /** How many nodes a DaemonSet runs on. */
  readonly nodes: number;
}

export interface Cluster extends ClusterFacts {
  /** The sum of all requests must fit. */
  readonly budget: { readonly cpu: Cpu; readonly memory: Memory };
  /** Named lists of installations; only those in `run` are rendered. */
  readonly profiles: Readonly<Record<string, readonly Installation[]>>;
  readonly run: readonly string[];
  readonly retired: readonly Retirement[];
}

type ClusterDeclaration<Profile extends string> = Omit<Cluster, 'profiles' | 'run' | 'retired'> & {
  readonly profiles: Readonly<Record<Profile, readonly Installation[]>>;
  readonly run: readonly NoInfer<Profile>[];
  readonly retired?: readonly Retirement[];
};

export function defineCluster<const Profile extends string>(declaration: ClusterDeclaration<Profile>): Cluster {
  return { ...declaration, retired: declaration.retired ?? [] };
}

/** The installations that the cluster's profiles ask for, in order of name. */
export function installationsOf(cluster: Cluster): readonly Installation[] {
  const byName = new Map<string, Installation>();
  for (const profile of cluster.run) {
    for (const installation of cluster.profiles[profile] ?? []) {
      if ('keep' in installation)
        throw misplacedRetirement(cluster.name, profile, installation as object as Retirement);
      const name = installation.component.system.name;
      if (byName.has(name)) {
        throw new RenderError(
          'duplicate-installation',
          `clusters/${cluster.name}/cluster.ts installs "${name}" twice (again in profile "${profile}"). Remove one of the two lines.`,
        );
      }
      requireKnownInputs(cluster.name, installation);
      byName.set(name, installation);
    }
  }
  return [...byName.values()].sort((a, b) => (a.component.system.name < b.component.system.name ? -1 : 1));
}

/** The type check says it too, and more exactly, but render runs without one: a misspelt input would change nothing and say nothing. */
function requireKnownInputs(cluster: string, { component, inputs }: Installation): void {
  const known = Object.keys(component.inputs);
  const wrong = Object.keys(inputs).filter((name) => !known.includes(name));
  if (wrong.length === 0) return;
  const { name } = component.system;
  throw new RenderError(
    'invalid-input',
    `clusters/${cluster}/cluster.ts gives "${name}" the input ${wrong.join(', ')}, which it does not have. Its inputs: ${known.join(', ') || 'none'}.`,
  );
}

/** The type check says it too. */
function misplacedRetirement(cluster: string, profile: string, { installation, keep }: Retirement): RenderError {
  const { name } = installation.component.system;
  return new RenderError(
    'invalid-input',
    `clusters/${cluster}/cluster.ts retires "${name}" in profile "${profile}", where installations stand. Move it to the cluster's own list: retired: [retire(${name}, { keep: '${keep}' })].`,
  );
}
