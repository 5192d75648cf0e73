/** Configuration files of the lab's parts, written into its state folder. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAUSE_IMAGE } from '../images/boot-images.ts';
import type { LabPaths } from '../paths.ts';
import { BRIDGE, DNS_SERVICE, NODE_ADDRESS, POD_RANGE, PORTS, stateFiles } from './layout.ts';

export function writeConfiguration(paths: LabPaths, cgroupRoot: string): void {
  const files = stateFiles(paths);
  const at = (...parts: string[]): string => join(paths.state, ...parts);
  const folders = [
    files.containerdRoot,
    files.kubelet,
    files.volumes,
    files.cni,
    files.git,
    at('argocd', 'tls'),
    at('argocd', 'ssh'),
  ];
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  writeFileSync(at('argocd', 'ssh', 'ssh_known_hosts'), '');
  writeJson(at('etcd.yaml'), etcd(paths));
  writeFileSync(at('containerd.toml'), containerd(paths));
  writeJson(at('kubelet.yaml'), kubelet(paths, cgroupRoot));
  writeJson(join(files.cni, '10-lab.conflist'), cni(paths));
  writeFileSync(at('Corefile'), corefile(paths));
}

function etcd({ state }: LabPaths): object {
  const clients = `http://127.0.0.1:${PORTS.etcd}`;
  const peers = `http://127.0.0.1:${PORTS.etcdPeers}`;
  return {
    name: 'lab',
    'data-dir': join(state, 'etcd'),
    'listen-client-urls': clients,
    'advertise-client-urls': clients,
    'listen-peer-urls': peers,
    'initial-advertise-peer-urls': peers,
    'initial-cluster': `lab=${peers}`,
    'unsafe-no-fsync': true,
    'log-level': 'warn',
  };
}

/** restrict_oom_score_adj, and the kubelet's KubeletInUserNamespace: a machine that withholds CAP_SYS_RESOURCE can run this too. */
function containerd(paths: LabPaths): string {
  const { cri, containerdRoot, containerdState, cni: cniFolder } = stateFiles(paths);
  const unpacked = join(paths.debian, 'usr', 'lib', 'cni');
  const plugins = existsSync(unpacked) ? unpacked : '/usr/lib/cni';
  return `version = 2
root = "${containerdRoot}"
state = "${containerdState}"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.tracing.processor.v1.otlp"]
[grpc]
  address = "${cri}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${plugins}"
    conf_dir = "${cniFolder}"
`;
}

function kubelet(paths: LabPaths, cgroupRoot: string): object {
  const { cri, pki } = stateFiles(paths);
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(pki, 'ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    address: NODE_ADDRESS,
    cgroupDriver: 'cgroupfs',
    cgroupRoot,
    enforceNodeAllocatable: [],
    failCgroupV1: false,
    failSwapOn: false,
    clusterDNS: [DNS_SERVICE],
    clusterDomain: 'cluster.local',
    containerRuntimeEndpoint: `unix://${cri}`,
    featureGates: { KubeletInUserNamespace: true },
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    imageMinimumGCAge: '24h',
    imageGCHighThresholdPercent: 100,
    volumePluginDir: join(paths.state, 'kubelet', 'volume-plugins'),
    podLogsDir: '/var/log/pods',
    serializeImagePulls: false,
  };
}

function cni({ state }: LabPaths): object {
  return {
    cniVersion: '0.4.0',
    name: 'lab',
    plugins: [
      {
        type: 'bridge',
        bridge: BRIDGE,
        isGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          dataDir: join(state, 'ipam'),
          ranges: [[{ subnet: POD_RANGE }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

function corefile({ kubeconfig }: LabPaths): string {
  return `cluster.local:53 {
  bind ${NODE_ADDRESS}
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig ${kubeconfig} lab
    pods insecure
  }
  cache 5
}
`;
}

/** JSON is YAML. */
function writeJson(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
