/** Alertmanager: one receiver per team; on kind-local they all end in the alert sink. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  account,
  type Context,
  customObject,
  defineComponent,
  pageUrl,
  resources,
  route,
  type StandardInputs,
  service,
} from '@chimera/platform-kit';
import { alertRouting, type ReceiverAddress, type ReceiverName } from './alert-routing.ts';
import { operatedDisruptionBudget, operatedPodSpec, operatedSelector } from './operated.ts';

const system = systems.alertmanager;
const { web } = system.endpoints;

interface Inputs extends StandardInputs {
  /** `sink`: all to the alert sink. `secret`: each team's address is a key of the secret `alertmanager-receivers`. */
  readonly receivers: 'sink' | 'secret';
}

export const alertmanager = defineComponent<Inputs>({
  system,
  inputs: {
    replicas: 1,
    resources: resources('20m', '64Mi', '200m', '128Mi'),
    service: { type: 'ClusterIP' },
    host: 'alertmanager',
    // A laptop wakes nobody up.
    receivers: 'sink',
  },
  requires: [systems.prometheusOperator],
  metrics: [{ port: web.port, path: '/metrics' }],
  alerts: [
    {
      alert: 'AlertmanagerConfigReloadFailed',
      expr: 'max_over_time(alertmanager_config_last_reload_successful[5m]) == 0',
      for: '10m',
      severity: 'critical',
      summary: 'Alertmanager {{ $labels.pod }} runs on an old configuration',
      runbook: {
        symptom: 'A changed route or receiver does not take effect.',
        check:
          'kubectl -n monitoring logs alertmanager-alertmanager-0 -c alertmanager: the line "Loading configuration file failed" says what is wrong.',
        fix: 'Correct alert-routing.ts; `npm run prove -- rules` runs amtool over it.',
      },
    },
    {
      alert: 'AlertmanagerNotificationsFail',
      expr: 'sum by (namespace, integration) (rate(alertmanager_notifications_failed_total[5m])) / sum by (namespace, integration) (rate(alertmanager_notifications_total[5m])) > 0.05',
      for: '10m',
      severity: 'critical',
      summary: '{{ $value | humanizePercentage }} of the notifications through {{ $labels.integration }} fail',
      runbook: {
        symptom: 'Alerts fire and nobody is told.',
        check:
          "Alertmanager's log names receiver and answer. Is the address in the secret alertmanager-receivers still the placeholder?",
        fix: 'Store the real address in the secret store under alertmanager-alertmanager-receivers, one key per team.',
      },
    },
    {
      alert: 'AlertmanagerMembersDisagree',
      expr: 'max by (namespace, pod) (max_over_time(alertmanager_cluster_members[5m])) < on (namespace) group_left () count by (namespace) (max by (namespace, pod) (max_over_time(alertmanager_cluster_members[5m])))',
      for: '15m',
      severity: 'warning',
      summary: 'Alertmanager {{ $labels.pod }} sees {{ $value }} members only',
      runbook: {
        symptom: 'People are told the same alert several times, and silences hold on some replicas only.',
        check: 'Page "Status" of each replica lists its peers; the peers speak on port 9094, TCP and UDP.',
        fix: 'Look for a network policy between the pods; restart the replica that stands alone.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    const identity = account(context, { name: 'alertmanager' });
    customObject(context, {
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      kind: 'AlertmanagerConfig',
      metadata: { name: system.name },
      spec: { ...alertRouting(receiverAddress(context, inputs.receivers)) },
    });
    customObject(context, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Alertmanager',
      metadata: { name: system.name },
      spec: {
        ...operatedPodSpec(context, web.port),
        version: system.images.server.tag,
        image: context.image(system.images.server),
        replicas: inputs.replicas,
        serviceAccountName: identity.name,
        automountServiceAccountToken: false,
        resources: inputs.resources,
        portName: web.name,
        ...(inputs.host !== null && { externalUrl: pageUrl(context, inputs.host) }),
        alertmanagerConfiguration: { name: system.name },
        // The global configuration above is the only one: no namespace may add routes of its own.
        retention: '120h',
        // Silences and what was sent already; replicas tell each other.
        storage: { emptyDir: { sizeLimit: '64Mi' } },
      },
    });
    operatedDisruptionBudget(context, 'alertmanager', system.name, inputs.replicas);
    service(context, {
      endpoints: [web],
      workload: 'server',
      input: inputs.service,
      selector: operatedSelector('alertmanager', system.name),
    });
    route(context, inputs);
  },
});

function receiverAddress(
  context: Context,
  receivers: Inputs['receivers'],
): (receiver: ReceiverName) => ReceiverAddress {
  if (receivers === 'sink') {
    // Alertmanager tries again when the sink is late.
    const sink = context.use(systems.alertSink.endpoints.web, { wait: false });
    return (receiver) => ({ url: `${sink.url}/${receiver}` });
  }
  context.allow({
    direction: 'egress',
    to: 'world',
    ports: [80, 443],
    reason: "the teams' channels are outside the cluster",
  });
  const secret = context.secret(system.secrets.receivers);
  return (receiver) => {
    const { secretName, secretKey } = secret.key(receiver);
    return { urlSecret: { name: secretName, key: secretKey } };
  };
}
