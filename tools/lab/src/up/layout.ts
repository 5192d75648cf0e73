/** Addresses, ports and folders inside of a lab. Each lab has its own network namespace, so two labs may have the same. */
import { join } from 'node:path';
import type { LabPaths } from '../paths.ts';

/** The bridge that pods hang on; its address is also the node's and that of what runs beside the pods. */
export const BRIDGE = 'lab0';
export const NODE_ADDRESS = '10.244.0.1';
export const POD_RANGE = '10.244.0.0/16';
export const SIMULATED_POD_RANGE = '10.245.0.0/16';
/** The node of pods whose images cannot be had: kwok says of them that they run. */
export const SIMULATED_NODE = 'simulated';
export const SERVICE_RANGE = '10.96.0.0/16';
export const KUBERNETES_SERVICE = '10.96.0.1';
export const DNS_SERVICE = '10.96.0.10';

export const PORTS = {
  api: 6443,
  etcd: 12379,
  etcdPeers: 12380,
  argocdServer: 8080,
  repoServer: 18081,
  redis: 16379,
  git: 3000,
} as const;

export const GIT_HOST = 'git-server.git.svc.cluster.local';
export const GIT_PATH = '/chimera/chimera.git';
/** The URL that clusters/kind-local names. */
export const GIT_URL = `http://${GIT_HOST}:${PORTS.git}${GIT_PATH}`;

export type StateFiles = {
  readonly logs: string;
  readonly pids: string;
  readonly pki: string;
  readonly cri: string;
  readonly containerdRoot: string;
  readonly containerdState: string;
  readonly kubelet: string;
  readonly volumes: string;
  readonly cni: string;
  readonly temporary: string;
  readonly git: string;
};

export function stateFiles({ state }: LabPaths): StateFiles {
  return {
    logs: join(state, 'log'),
    pids: join(state, 'pid'),
    pki: join(state, 'pki'),
    cri: join(state, 'containerd.sock'),
    containerdRoot: join(state, 'containerd', 'root'),
    containerdState: join(state, 'containerd', 'run'),
    kubelet: join(state, 'kubelet'),
    volumes: join(state, 'volumes'),
    cni: join(state, 'cni'),
    temporary: join(state, 'tmp'),
    git: join(state, 'git'),
  };
}
