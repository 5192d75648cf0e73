/** The seam between what a cluster is used for and how one is had: the lab now, kind when Docker is there. */
import type { ClusterClient } from './cluster/client.ts';
import type { Progress } from './progress.ts';

export type EngineName = 'lab' | 'kind';

/** Makes and removes one cluster. */
export type ClusterEngine = {
  readonly name: EngineName;
  /** Builds or fetches what `create` and the images of our tree need; quick when it is there. Throws naming what the machine lacks. */
  prepare(progress: Progress): Promise<void>;
  /** Resolves to a cluster with Argo CD in it, empty otherwise; one that runs already is taken as it is. */
  create(progress: Progress): Promise<RunningCluster>;
  /** The cluster if it runs; undefined when there is none. */
  find(): Promise<RunningCluster | undefined>;
  /** Leaves nothing of it; no error when there is none. */
  delete(): Promise<void>;
};

export type RunningCluster = {
  /** A file; its current context is the cluster, as administrator. */
  readonly kubeconfig: string;
  readonly client: ClusterClient;
  /** Argo CD's API, plain HTTP. */
  readonly argocd: {
    readonly url: string;
    adminToken(): Promise<string>;
    adminPassword(): Promise<string>;
    /** Logs in as the UI does; resolves to the token. Throws when Argo CD refuses. */
    login(account: string, password: string): Promise<string>;
  };
  /** The repository that Argo CD follows. */
  readonly git: {
    /** As cluster.ts names it. */
    readonly url: string;
    /** As the machine reaches it, to fetch and to push. */
    readonly pushUrl: string;
    /** Makes `commit` of a working copy (default HEAD) the branch (default main); resolves to its id. */
    push(workingCopy: string, commit?: string, branch?: string): Promise<string>;
  };
  /** What `npm run lab -- status` prints: programs, addresses, Applications and why they are not well. */
  status(): Promise<readonly string[]>;
  /** Makes an image from an archive (OCI, docker-archive) available to pods. */
  loadImage(name: string, archive: string): Promise<void>;
  /** Full names of the images that pods can run for real. */
  images(): Promise<string[]>;
  /** Runs kubectl against the cluster; resolves to its output, throws with what it says on an error. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
};
