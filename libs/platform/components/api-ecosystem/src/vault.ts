/** Vault: where the server cluster keeps secrets. Raft storage, one or three peers; sealed after every start until it is unsealed. */
import { systems } from '@chimera/platform-catalog';
import { boardsOf } from '@chimera/platform-dashboards';
import {
  account,
  configMap,
  defineComponent,
  type Memory,
  RenderError,
  resources,
  route,
  type StandardInputs,
  service,
  statefulSet,
} from '@chimera/platform-kit';
import { vaultConfig } from './vault-config.ts';

const system = systems.vault;
const { api, cluster, 'pod-api': podApi } = system.endpoints;

export interface VaultInputs extends StandardInputs {
  /** Raft needs an odd number; two of three must be unsealed. */
  readonly replicas: 1 | 3;
  readonly storage: Memory;
}

export const vault = defineComponent<VaultInputs>({
  system,
  inputs: {
    replicas: 1,
    resources: resources('100m', '128Mi', '500m', '256Mi'),
    service: { type: 'ClusterIP' },
    host: 'vault',
    storage: '1Gi',
  },
  // It takes the Accept header of Prometheus for a wish for this format, so that no parameter is needed.
  metrics: [{ port: api.port, path: '/v1/sys/metrics' }],
  alerts: [
    {
      alert: 'VaultSealed',
      expr: 'min by (namespace, pod) (vault_core_unsealed) == 0',
      for: '5m',
      severity: 'critical',
      summary: 'Vault {{ $labels.pod }} is sealed',
      runbook: {
        symptom: 'It answers no request for a secret; it is sealed after every start.',
        check: 'kubectl -n vault exec <pod> -- vault status',
        fix: 'Unseal it with the shares that were given out when it was initialised: vault operator unseal, as often as the threshold says.',
      },
    },
    {
      alert: 'VaultGone',
      expr: 'absent(vault_core_unsealed)',
      for: '15m',
      severity: 'critical',
      summary: 'No unsealed Vault is scraped',
      runbook: {
        symptom: 'Vault is down, not yet initialised, or sealed: then it serves no metrics either.',
        check: 'kubectl -n vault get pods, and vault status inside one of them.',
        fix: 'Initialise it once (vault operator init), unseal it after each start; a pod that does not start names the reason in its log.',
      },
    },
    {
      alert: 'VaultRaftUnhealthy',
      expr: 'min by (namespace, pod) (vault_autopilot_healthy) == 0',
      for: '10m',
      severity: 'warning',
      summary: 'Vault {{ $labels.pod }} finds its raft cluster unhealthy',
      runbook: {
        symptom: 'A peer is gone or far behind; one more failure may cost the quorum.',
        check: 'vault operator raft list-peers and vault operator raft autopilot state',
        fix: 'Unseal or restart the peer that is missing; one that is lost for good is removed with vault operator raft remove-peer.',
      },
    },
    {
      alert: 'VaultLeaderChanges',
      expr: 'sum by (namespace) (increase(vault_core_leadership_lost_count[1h])) > 2',
      for: '0m',
      severity: 'warning',
      summary: 'Vault lost its leader {{ $value | humanize }} times within an hour',
      runbook: {
        symptom: 'Requests fail for seconds, again and again.',
        check: 'vault_raft_commitTime tells whether the disk is slow; see restarts and CPU throttling of the pods.',
        fix: 'Give the pods more CPU, or the claims a faster storage class.',
      },
    },
    {
      alert: 'VaultAuditFails',
      expr: 'sum by (namespace, pod) (increase(vault_audit_log_request_failure[10m])) + sum by (namespace, pod) (increase(vault_audit_log_response_failure[10m])) > 0',
      for: '0m',
      severity: 'critical',
      summary: 'Vault {{ $labels.pod }} cannot write its audit log',
      runbook: {
        symptom: 'Vault refuses every request that it cannot record.',
        check: 'vault audit list -detailed, and the room where the log goes.',
        fix: 'Make room or repair the device; a second audit device keeps Vault answering meanwhile.',
      },
    },
  ],
  boards: boardsOf(system),
  build(_chart, inputs, context) {
    if (inputs.replicas !== 1 && inputs.replicas !== 3) {
      throw new RenderError(
        'invalid-input',
        `"vault" on ${context.cluster.name} has replicas ${inputs.replicas as number}. Raft needs 1 or 3: correct clusters/${context.cluster.name}/cluster.ts.`,
      );
    }
    const own = account(context, {
      name: 'vault',
      // Labels on its own pods tell which is active.
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'update', 'patch'] }],
      // Logins of service accounts: it asks the API server whose token it is.
      clusterRules: [
        { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
        { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
      ],
    });
    context.allow({
      direction: 'egress',
      to: 'api-server',
      ports: [443, 6443],
      reason: 'checks tokens of service accounts, labels its own pods',
    });
    const config = configMap(context, 'vault', {
      'vault.json': JSON.stringify(vaultConfig({ replicas: inputs.replicas, dataPath: '/vault/data' }), null, 2),
    });
    statefulSet(context, {
      replicas: inputs.replicas,
      serviceName: cluster.service,
      // Each joins when it can, and stays unready until it is unsealed.
      podManagementPolicy: 'Parallel',
      claims: { data: { size: inputs.storage } },
      pod: {
        uid: 100,
        gid: 1000,
        fsGroup: 1000,
        account: own,
        metrics: { port: api.port, path: '/v1/sys/metrics' },
        volumes: {
          config,
          tmp: { emptyDir: '64Mi' },
          logs: { emptyDir: '64Mi' },
          file: { emptyDir: '16Mi' },
        },
        containers: [
          {
            name: 'vault',
            image: system.images.server,
            args: ['vault', 'server', '-config=/vault/config/vault.json'],
            env: {
              // Its start script would change owners and capabilities, which a container without root cannot.
              SKIP_CHOWN: 'true',
              SKIP_SETCAP: 'true',
              HOME: '/tmp',
              VAULT_ADDR: `http://127.0.0.1:${api.port}`,
              POD_NAME: { field: 'metadata.name' },
              POD_IP: { field: 'status.podIP' },
              VAULT_K8S_POD_NAME: { field: 'metadata.name' },
              VAULT_K8S_NAMESPACE: { field: 'metadata.namespace' },
              VAULT_RAFT_NODE_ID: '$(POD_NAME)',
              VAULT_API_ADDR: `http://$(POD_IP):${api.port}`,
              VAULT_CLUSTER_ADDR: `https://$(POD_NAME).${cluster.host}:${cluster.port}`,
            },
            ports: { api: api.port, cluster: cluster.port },
            resources: inputs.resources,
            mounts: {
              config: { path: '/vault/config', readOnly: true },
              data: '/vault/data',
              tmp: '/tmp',
              logs: '/vault/logs',
              file: '/vault/file',
            },
            // Sealed and not yet initialised are no reason to restart it, but to keep requests away.
            live: {
              http: '/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204',
              port: api.port,
              initialDelaySeconds: 15,
            },
            ready: { http: '/v1/sys/health?standbyok=true', port: api.port },
          },
        ],
      },
    });
    service(context, { endpoints: [api], workload: 'server', input: inputs.service });
    service(context, {
      endpoints: [podApi, cluster],
      workload: 'server',
      headless: true,
      // Peers find each other before they are ready, and whoever unseals them does.
      publishNotReadyAddresses: true,
    });
    route(context, { host: inputs.host });
  },
});
