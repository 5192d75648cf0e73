/** Pods that pass the restricted Pod Security Standard unless a reason is given, with requests, limits and probes by type. */
import { k8s } from 'cdk8s-plus-34';
import type { Context } from './context.ts';
import { exemption } from './conventions.ts';
import type { Image } from './image.ts';
import type { Account, ConfigReference } from './objects.ts';
import type { Memory, Resources } from './resources.ts';
import type { SecretKey, SecretReference } from './secret.ts';

export type Probe = (
  | { readonly http: string; readonly port: number; readonly scheme?: 'HTTP' | 'HTTPS' }
  | { readonly tcp: number }
  | { readonly exec: readonly string[] }
  | { readonly grpc: number }
) & {
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly initialDelaySeconds?: number;
};

/** One key of a ConfigMap, as the value of an environment variable. */
export interface ConfigKey {
  readonly configMap: string;
  readonly configKey: string;
}

export type EnvironmentValue = string | SecretKey | ConfigKey | { readonly field: string };

export type Volume =
  | { readonly emptyDir: Memory; readonly medium?: 'Memory' }
  | ConfigReference
  | { readonly secret: SecretReference; readonly mode?: number }
  | { readonly claim: string }
  /** Needs the exemption `pod-security-restricted`. */
  | { readonly hostPath: string; readonly type?: 'Directory' | 'DirectoryOrCreate' };

export interface Container {
  readonly name: string;
  readonly image: Image;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, EnvironmentValue>>;
  /** Port by name (at most 15 characters). */
  readonly ports?: Readonly<Record<string, number>>;
  /** Path by name of the volume. */
  readonly mounts?: Readonly<
    Record<
      string,
      | string
      | {
          readonly path: string;
          readonly readOnly?: boolean;
          readonly subPath?: string;
          /** Mounts that the host makes later are seen too. */
          readonly propagation?: 'HostToContainer';
        }
    >
  >;
  readonly resources: Resources;
  /** Left out by init containers only; the guard `probes` demands them elsewhere. */
  readonly live?: Probe;
  readonly ready?: Probe;
  readonly startup?: Probe;
  /** The image writes to its root file system. */
  readonly writableRoot?: true;
  readonly capabilities?: readonly string[];
  readonly uid?: number;
}

export interface Pod {
  readonly uid: number;
  readonly gid?: number;
  readonly fsGroup?: number;
  readonly containers: readonly Container[];
  readonly init?: readonly Container[];
  readonly volumes?: Readonly<Record<string, Volume>>;
  readonly account?: Account;
  /** Where Prometheus scrapes this pod; null keeps it out. */
  readonly metrics: { readonly port: number; readonly path?: string } | null;
  readonly terminationGraceSeconds?: number;
  readonly hostNetwork?: true;
  readonly hostPid?: true;
  readonly tolerations?: readonly k8s.Toleration[];
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  /** Reasons by guard id: `{ 'pod-security-restricted': 'reads the host's /proc' }`. */
  readonly exempt?: Readonly<Record<string, string>>;
  /** Files that are read at start: their hash is kept on the pod, so that it rolls when they change. */
  readonly rollOn?: readonly ConfigReference[];
}

/** A pod template; labels and selectors are the workload's. */
export function podTemplate(context: Context, labels: Record<string, string>, pod: Pod): k8s.PodTemplateSpec {
  const annotations: Record<string, string> = {
    'prometheus.io/scrape': pod.metrics === null ? 'false' : 'true',
    ...(pod.metrics && {
      'prometheus.io/port': String(pod.metrics.port),
      'prometheus.io/path': pod.metrics.path ?? '/metrics',
    }),
    ...exemptions(pod.exempt),
  };
  const configs = [
    ...(pod.rollOn ?? []),
    ...Object.values(pod.volumes ?? {}).filter((volume) => 'configMap' in volume),
  ];
  if (configs.length > 0)
    annotations['chimera.dev/config'] = [...new Set(configs.map((config) => config.hash))].join('.');
  return {
    metadata: { labels, annotations },
    spec: {
      enableServiceLinks: false,
      automountServiceAccountToken: pod.account !== undefined,
      ...(pod.account && { serviceAccountName: pod.account.name }),
      nodeSelector: { 'kubernetes.io/arch': context.cluster.architecture, 'kubernetes.io/os': 'linux' },
      securityContext: {
        runAsNonRoot: pod.uid !== 0,
        runAsUser: pod.uid,
        runAsGroup: pod.gid ?? pod.uid,
        ...(pod.fsGroup !== undefined && { fsGroup: pod.fsGroup, fsGroupChangePolicy: 'OnRootMismatch' }),
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(pod.terminationGraceSeconds !== undefined && { terminationGracePeriodSeconds: pod.terminationGraceSeconds }),
      ...(pod.hostNetwork && { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
      ...(pod.hostPid && { hostPid: true }),
      ...(pod.tolerations && { tolerations: [...pod.tolerations] }),
      ...(pod.restartPolicy && { restartPolicy: pod.restartPolicy }),
      ...(pod.init && { initContainers: pod.init.map((container) => containerSpec(context, container)) }),
      containers: pod.containers.map((container) => containerSpec(context, container)),
      ...(pod.volumes && { volumes: Object.entries(pod.volumes).map(([name, volume]) => volumeSpec(name, volume)) }),
    },
  };
}

export function exemptions(reasons: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(reasons).map(([rule, reason]) => [exemption(rule), reason]));
}

function containerSpec(context: Context, container: Container): k8s.Container {
  return {
    name: container.name,
    image: context.image(container.image),
    imagePullPolicy: 'IfNotPresent',
    ...(container.command && { command: [...container.command] }),
    ...(container.args && { args: [...container.args] }),
    ...(container.env && {
      env: Object.entries(container.env).map(([name, value]) => environmentVariable(name, value)),
    }),
    ...(container.ports && {
      ports: Object.entries(container.ports).map(([name, containerPort]) => ({
        name,
        containerPort,
        protocol: name.endsWith('-udp') ? 'UDP' : 'TCP',
      })),
    }),
    resources: {
      requests: quantities(container.resources.requests),
      limits: quantities(container.resources.limits),
    },
    ...(container.live && { livenessProbe: probe(container.live) }),
    ...(container.ready && { readinessProbe: probe(container.ready) }),
    ...(container.startup && { startupProbe: probe(container.startup) }),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: container.writableRoot !== true,
      capabilities: { drop: ['ALL'], ...(container.capabilities && { add: [...container.capabilities] }) },
      ...(container.uid !== undefined && { runAsUser: container.uid, runAsNonRoot: container.uid !== 0 }),
    },
    ...(container.mounts && {
      volumeMounts: Object.entries(container.mounts).map(([name, mount]) =>
        typeof mount === 'string'
          ? { name: name.split('#')[0] as string, mountPath: mount }
          : {
              name: name.split('#')[0] as string,
              mountPath: mount.path,
              ...(mount.readOnly && { readOnly: true }),
              ...(mount.subPath !== undefined && { subPath: mount.subPath }),
              ...(mount.propagation && { mountPropagation: mount.propagation }),
            },
      ),
    }),
  };
}

function environmentVariable(name: string, value: EnvironmentValue): k8s.EnvVar {
  if (typeof value === 'string') return { name, value };
  if ('field' in value) return { name, valueFrom: { fieldRef: { fieldPath: value.field } } };
  if ('configMap' in value)
    return { name, valueFrom: { configMapKeyRef: { name: value.configMap, key: value.configKey } } };
  return { name, valueFrom: { secretKeyRef: { name: value.secretName, key: value.secretKey } } };
}

function volumeSpec(name: string, volume: Volume): k8s.Volume {
  if ('emptyDir' in volume) {
    return {
      name,
      emptyDir: {
        sizeLimit: k8s.Quantity.fromString(volume.emptyDir),
        ...(volume.medium && { medium: volume.medium }),
      },
    };
  }
  if ('configMap' in volume) return { name, configMap: { name: volume.configMap } };
  if ('secret' in volume)
    return {
      name,
      secret: { secretName: volume.secret.name, ...(volume.mode !== undefined && { defaultMode: volume.mode }) },
    };
  if ('claim' in volume) return { name, persistentVolumeClaim: { claimName: volume.claim } };
  return { name, hostPath: { path: volume.hostPath, ...(volume.type && { type: volume.type }) } };
}

function probe(input: Probe): k8s.Probe {
  return {
    ...('http' in input && {
      httpGet: {
        path: input.http,
        port: k8s.IntOrString.fromNumber(input.port),
        ...(input.scheme && { scheme: input.scheme }),
      },
    }),
    ...('tcp' in input && { tcpSocket: { port: k8s.IntOrString.fromNumber(input.tcp) } }),
    ...('exec' in input && { exec: { command: [...input.exec] } }),
    ...('grpc' in input && { grpc: { port: input.grpc } }),
    periodSeconds: input.periodSeconds ?? 10,
    timeoutSeconds: input.timeoutSeconds ?? 3,
    ...(input.failureThreshold !== undefined && { failureThreshold: input.failureThreshold }),
    ...(input.initialDelaySeconds !== undefined && { initialDelaySeconds: input.initialDelaySeconds }),
  };
}

function quantities(pair: { readonly cpu: string; readonly memory: string }): Record<string, k8s.Quantity> {
  return { cpu: k8s.Quantity.fromString(pair.cpu), memory: k8s.Quantity.fromString(pair.memory) };
}
