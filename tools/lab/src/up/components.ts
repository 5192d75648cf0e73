/** The programs that a lab consists of: one table, in the order in which they start. */
import { join } from 'node:path';
import { moduleFiles } from '../build/module-files.ts';
import type { LabPaths } from '../paths.ts';
import { NODE_ADDRESS, POD_RANGE, PORTS, SERVICE_RANGE, SIMULATED_POD_RANGE, stateFiles } from './layout.ts';

export type ComponentName =
  | 'etcd'
  | 'apiserver'
  | 'controller-manager'
  | 'scheduler'
  | 'proxy'
  | 'containerd'
  | 'kubelet'
  | 'coredns'
  | 'kwok'
  | 'git'
  | 'controllers'
  | 'redis'
  | 'argocd-repo-server'
  | 'argocd-controller'
  | 'argocd-server';

export type ComponentCommand = {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** Faster loops than Argo CD's defaults: a lab is for trying. */
const ARGOCD_RESYNC_SEC = 5;
const SELF_HEAL_SEC = 2;

export function componentCommands(
  paths: LabPaths,
  logLevel = 'info',
): Readonly<Record<ComponentName, ComponentCommand>> {
  const { state, kubeconfig } = paths;
  const files = stateFiles(paths);
  const pki = (name: string): string => join(files.pki, name);
  const kube = (part: string, ...args: string[]): ComponentCommand => ({ program: 'kube', args: [part, ...args] });
  const withKubeconfig = `--kubeconfig=${kubeconfig}`;
  const argocdEnv = {
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: join(state, 'argocd', 'tls'),
    ARGOCD_SSH_DATA_PATH: join(state, 'argocd', 'ssh'),
    ARGOCD_RECONCILIATION_JITTER: '0',
    ARGOCD_SYNC_WAVE_DELAY: '0',
  };
  const redis = ['--redis', `127.0.0.1:${PORTS.redis}`];
  const repoServer = ['--repo-server', `127.0.0.1:${PORTS.repoServer}`];
  const argocdNamespace = ['--kubeconfig', kubeconfig, '--namespace', 'argocd'];
  const node = (file: string, ...args: string[]): ComponentCommand => ({
    program: process.execPath,
    args: ['--conditions=@chimera/source', join(paths.sources, 'src', file), ...args],
  });
  return {
    etcd: kube('etcd', join(state, 'etcd.yaml')),
    apiserver: kube(
      'kube-apiserver',
      `--etcd-servers=http://127.0.0.1:${PORTS.etcd}`,
      '--bind-address=0.0.0.0',
      `--secure-port=${PORTS.api}`,
      `--advertise-address=${NODE_ADDRESS}`,
      `--tls-cert-file=${pki('apiserver.crt')}`,
      `--tls-private-key-file=${pki('apiserver.key')}`,
      `--cert-dir=${pki('api')}`,
      `--client-ca-file=${pki('ca.crt')}`,
      `--token-auth-file=${pki('tokens.csv')}`,
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${pki('sa.key')}`,
      `--service-account-signing-key-file=${pki('sa.key')}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--allow-privileged=true',
      '--kubelet-preferred-address-types=InternalIP',
      '--feature-gates=MutatingAdmissionPolicy=true',
      '--runtime-config=admissionregistration.k8s.io/v1beta1=true',
      `--kubelet-client-certificate=${pki('kubelet-client.crt')}`,
      `--kubelet-client-key=${pki('kubelet-client.key')}`,
    ),
    'controller-manager': kube(
      'kube-controller-manager',
      withKubeconfig,
      `--service-account-private-key-file=${pki('sa.key')}`,
      `--root-ca-file=${pki('ca.crt')}`,
      '--use-service-account-credentials',
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
      `--cluster-signing-cert-file=${pki('ca.crt')}`,
      `--cluster-signing-key-file=${pki('ca.key')}`,
    ),
    scheduler: kube('kube-scheduler', withKubeconfig, '--leader-elect=false', '--bind-address=127.0.0.1'),
    proxy: kube(
      'kube-proxy',
      withKubeconfig,
      '--proxy-mode=iptables',
      `--cluster-cidr=${POD_RANGE}`,
      '--conntrack-max-per-core=0',
      '--conntrack-tcp-timeout-established=0',
      '--conntrack-tcp-timeout-close-wait=0',
      `--bind-address=${NODE_ADDRESS}`,
      '--hostname-override=real',
      '--metrics-bind-address=127.0.0.1:10249',
      '--healthz-bind-address=127.0.0.1:10256',
      '--iptables-min-sync-period=200ms',
    ),
    containerd: { program: 'containerd', args: ['--config', join(state, 'containerd.toml')] },
    kubelet: kube(
      'kubelet',
      `--config=${join(state, 'kubelet.yaml')}`,
      withKubeconfig,
      `--root-dir=${files.kubelet}`,
      `--cert-dir=${pki('kubelet')}`,
      '--hostname-override=real',
      `--node-ip=${NODE_ADDRESS}`,
      '--node-labels=lab/node=real',
    ),
    coredns: { program: 'coredns', args: ['-conf', join(state, 'Corefile')] },
    kwok: {
      program: 'kwok',
      args: [
        `--config=${moduleFiles(paths).stages}`,
        withKubeconfig,
        '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
        `--cidr=${SIMULATED_POD_RANGE}`,
        `--node-ip=${SIMULATED_POD_RANGE.replace('0.0/16', '0.1')}`,
        // Without leases the node is NotReady after 50 s and its pods' Ready never comes back.
        '--node-lease-duration-seconds=40',
      ],
    },
    git: node('git/main.ts', files.git, String(PORTS.git)),
    controllers: node('controllers/main.ts', kubeconfig, files.volumes, files.pki),
    redis: {
      program: 'redis-server',
      args: ['--port', String(PORTS.redis), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', state],
    },
    'argocd-repo-server': {
      program: 'argocd-repo-server',
      args: [
        ...redis,
        ...['--address', '127.0.0.1', '--port', String(PORTS.repoServer)],
        ...['--metrics-address', '127.0.0.1', '--metrics-port', '18084'],
        ...['--revision-cache-expiration', '1s', '--loglevel', logLevel],
      ],
      env: argocdEnv,
    },
    'argocd-controller': {
      program: 'argocd-application-controller',
      args: [
        ...[...argocdNamespace, ...redis, ...repoServer, '--metrics-port', '18082', '--loglevel', logLevel],
        ...['--app-resync', String(ARGOCD_RESYNC_SEC), '--self-heal-timeout-seconds', String(SELF_HEAL_SEC)],
      ],
      env: argocdEnv,
    },
    'argocd-server': {
      program: 'argocd-server',
      args: [
        ...[...argocdNamespace, ...redis, ...repoServer, '--loglevel', logLevel],
        ...['--address', '0.0.0.0', '--port', String(PORTS.argocdServer), '--metrics-port', '18083'],
        ...['--insecure', '--dex-server', ''],
      ],
      env: argocdEnv,
    },
  };
}
