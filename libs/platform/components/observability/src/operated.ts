/** What Prometheus and Alertmanager share: the operator makes their pods, so the kit's pod template does not. */
import { type Context, customObject, LABEL } from '@chimera/platform-kit';

/** Fields of both resources' `spec` that make the pods pass the restricted standard and the house rules. */
export function operatedPodSpec(context: Context, port: number): Record<string, unknown> {
  return {
    imagePullPolicy: 'IfNotPresent',
    enableServiceLinks: false,
    nodeSelector: { 'kubernetes.io/arch': context.cluster.architecture, 'kubernetes.io/os': 'linux' },
    podMetadata: {
      labels: {
        [LABEL.partOf]: 'chimera',
        [LABEL.component]: 'server',
        [LABEL.team]: context.system.team,
        [LABEL.installation]: context.system.name,
      },
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': String(port),
        'prometheus.io/path': '/metrics',
      },
    },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      fsGroup: 65534,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

/** Labels that the operator gives to the pods of a resource of this kind and name. */
export function operatedSelector(kind: 'prometheus' | 'alertmanager', name: string): Record<string, string> {
  return { [LABEL.name]: kind, 'app.kubernetes.io/instance': name };
}

/** Replicas of one resource are drained one at a time. */
export function operatedDisruptionBudget(
  context: Context,
  kind: 'prometheus' | 'alertmanager',
  name: string,
  replicas: number,
): void {
  if (replicas < 2) return;
  customObject(context, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { maxUnavailable: 1, selector: { matchLabels: operatedSelector(kind, name) } },
  });
}
