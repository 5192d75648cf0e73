/** The versions of what the lab is made of, and where each comes from. The Go ones are pinned by tools/lab/go/<name>/go.mod. */

export const KUBERNETES_VERSION = '1.34.4';
export const ARGOCD_VERSION = '3.5.7';
/** Oldest Go that Argo CD's module accepts. */
export const GO_VERSION = '1.26.3';

export type GoProgram = {
  readonly name: string;
  /** Import path, or `.` for the main package in the folder. */
  readonly package: string;
  readonly ldflags?: readonly string[];
  /** Measured on 2 cores with nothing cached, for the user who waits. */
  readonly measured: string;
  /** Names under which the program is called, each a link to it. */
  readonly links?: readonly string[];
  /** Static, without C. */
  readonly static?: boolean;
};

const COMPONENT_VERSION = 'k8s.io/component-base/version';
const [MAJOR, MINOR] = KUBERNETES_VERSION.split('.');

export const GO_PROGRAMS: readonly GoProgram[] = [
  { name: 'pause', package: '.', measured: '1 s', static: true },
  {
    name: 'kube',
    package: '.',
    ldflags: [
      `-X ${COMPONENT_VERSION}.gitVersion=v${KUBERNETES_VERSION}`,
      `-X ${COMPONENT_VERSION}.gitMajor=${MAJOR}`,
      `-X ${COMPONENT_VERSION}.gitMinor=${MINOR}`,
    ],
    measured: '5 min',
    links: ['kubectl'],
  },
  { name: 'coredns', package: 'github.com/coredns/coredns', measured: '2 min' },
  { name: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', measured: '1 min' },
  {
    name: 'argocd',
    package: 'github.com/argoproj/argo-cd/v3/cmd',
    measured: '3 min 30 s',
    links: ['argocd-server', 'argocd-repo-server', 'argocd-application-controller', 'argocd-git-ask-pass'],
  },
];

/** Debian packages that are unpacked into the cache, with what they need and the machine lacks. */
export const DEBIAN_PACKAGES = [
  'buildah',
  'busybox-static',
  'conntrack',
  'containerd',
  'containernetworking-plugins',
  'debian-archive-keyring',
  'debootstrap',
  'git',
  'iproute2',
  'iptables',
  'redis-server',
  'runc',
  'wget',
] as const;
