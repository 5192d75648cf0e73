/** Deployments, stateful sets, daemon sets, jobs and cron jobs around a pod. Selectors are name and component, nothing else. */
import { k8s } from 'cdk8s-plus-34';
import type { Context } from './context.ts';
import { LABEL } from './conventions.ts';
import { contentHash } from './objects.ts';
import { exemptions, type Pod, podTemplate } from './pod.ts';
import type { Memory } from './resources.ts';
import { syncOptions } from './sync-annotations.ts';

interface WorkloadOptions {
  /** Name of the object; the system's own by default. */
  readonly name?: string;
  /** `app.kubernetes.io/component`; `server` by default. */
  readonly workload?: string;
  readonly pod: Pod;
  readonly annotations?: Record<string, string>;
}

export interface DeploymentOptions extends WorkloadOptions {
  readonly replicas: number;
  /** `Recreate` where two copies may not run at once: a claim, a database in a file. */
  readonly strategy?: 'RollingUpdate' | 'Recreate';
  /** Seconds until Kubernetes calls a roll-out failed. */
  readonly progressDeadlineSeconds?: number;
}

export function deployment(context: Context, options: DeploymentOptions): void {
  const { name, selector, metadata } = identity(context, options);
  new k8s.KubeDeployment(context.chart, `deployment-${name}`, {
    metadata,
    spec: {
      replicas: options.replicas,
      revisionHistoryLimit: 3,
      ...(options.progressDeadlineSeconds !== undefined && {
        progressDeadlineSeconds: options.progressDeadlineSeconds,
      }),
      strategy: { type: options.strategy ?? 'RollingUpdate' },
      selector: { matchLabels: selector },
      template: podTemplate(context, podLabels(context, selector), options.pod),
    },
  });
  disruptionBudget(context, name, selector, options.replicas);
}

export interface StatefulSetOptions extends WorkloadOptions {
  readonly replicas: number;
  /** The headless Service. */
  readonly serviceName: string;
  readonly claims: Readonly<Record<string, { readonly size: Memory; readonly storageClass?: string }>>;
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
}

export function statefulSet(context: Context, options: StatefulSetOptions): void {
  const { name, selector, metadata } = identity(context, options);
  new k8s.KubeStatefulSet(context.chart, `stateful-set-${name}`, {
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, ...syncOptions({ prune: 'confirm' }) },
    },
    spec: {
      replicas: options.replicas,
      revisionHistoryLimit: 3,
      serviceName: options.serviceName,
      ...(options.podManagementPolicy && { podManagementPolicy: options.podManagementPolicy }),
      selector: { matchLabels: selector },
      template: podTemplate(context, podLabels(context, selector), options.pod),
      volumeClaimTemplates: Object.entries(options.claims).map(([claimName, { size, storageClass }]) => ({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: claimName },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: storageClass ?? context.cluster.storageClasses[0],
          resources: { requests: { storage: k8s.Quantity.fromString(size) } },
        },
      })),
    },
  });
  disruptionBudget(context, name, selector, options.replicas);
}

export function daemonSet(context: Context, options: WorkloadOptions): void {
  const { name, selector, metadata } = identity(context, options);
  new k8s.KubeDaemonSet(context.chart, `daemon-set-${name}`, {
    metadata,
    spec: {
      revisionHistoryLimit: 3,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('25%') } },
      selector: { matchLabels: selector },
      template: podTemplate(context, podLabels(context, selector), options.pod),
    },
  });
}

export interface JobOptions extends WorkloadOptions {
  readonly backoffLimit?: number;
  readonly activeDeadlineSeconds?: number;
}

/** A Job; specs of Jobs cannot change, so its name carries the hash of its content. It retries until what it needs is there. */
export function job(context: Context, options: JobOptions): void {
  const { name, selector, metadata } = identity(context, options);
  const template = podTemplate(context, podLabels(context, selector), { restartPolicy: 'OnFailure', ...options.pod });
  const hashed = `${name}-${contentHash(template)}`;
  new k8s.KubeJob(context.chart, `job-${name}`, {
    metadata: { ...metadata, name: hashed },
    spec: {
      backoffLimit: options.backoffLimit ?? 20,
      ...(options.activeDeadlineSeconds !== undefined && { activeDeadlineSeconds: options.activeDeadlineSeconds }),
      template,
    },
  });
}

export interface CronJobOptions extends JobOptions {
  /** Five fields, UTC. */
  readonly schedule: string;
}

export function cronJob(context: Context, options: CronJobOptions): void {
  const { name, selector, metadata } = identity(context, options);
  new k8s.KubeCronJob(context.chart, `cron-job-${name}`, {
    metadata,
    spec: {
      schedule: options.schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: options.backoffLimit ?? 3,
          ...(options.activeDeadlineSeconds !== undefined && { activeDeadlineSeconds: options.activeDeadlineSeconds }),
          template: podTemplate(context, podLabels(context, selector), { restartPolicy: 'OnFailure', ...options.pod }),
        },
      },
    },
  });
}

function identity(context: Context, options: WorkloadOptions) {
  const name = options.name ?? context.system.name;
  const workload = options.workload ?? 'server';
  const annotations = { ...options.annotations, ...exemptions(options.pod.exempt) };
  return {
    name,
    selector: { [LABEL.name]: context.system.name, [LABEL.component]: workload },
    metadata: {
      name,
      labels: { [LABEL.component]: workload },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
  };
}

/** Labels of the pods: what selectors need, and whose they are. */
function podLabels(context: Context, selector: Record<string, string>): Record<string, string> {
  return {
    ...selector,
    [LABEL.partOf]: 'chimera',
    [LABEL.team]: context.system.team,
    [LABEL.installation]: context.system.name,
  };
}

function disruptionBudget(context: Context, name: string, selector: Record<string, string>, replicas: number): void {
  if (replicas < 2) return;
  new k8s.KubePodDisruptionBudget(context.chart, `disruption-budget-${name}`, {
    metadata: { name },
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: selector } },
  });
}
