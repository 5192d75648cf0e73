/** The configuration of a Vault server, as the JSON form of its HCL. */
import { systems } from '@chimera/platform-catalog';

const { api, cluster, 'pod-api': podApi } = systems.vault.endpoints;

/** Each pod by its own name: a follower joins whichever of them leads. */
export const podHost = (index: number): string => `${systems.vault.name}-${index}.${podApi.host}`;

export interface VaultConfigOptions {
  /** Raft peers: 1 or 3. */
  readonly replicas: 1 | 3;
  readonly dataPath: string;
}

/**
 * Raft storage; addresses and the node's name come from the environment, since they differ by pod. TLS ends at the reverse proxy
 * and traffic stays inside the cluster. Memory is not locked: the container has no such capability, and nodes have no swap.
 */
export function vaultConfig({ replicas, dataPath }: VaultConfigOptions): object {
  return {
    ui: true,
    disable_mlock: true,
    listener: [
      {
        tcp: {
          address: `0.0.0.0:${api.port}`,
          cluster_address: `0.0.0.0:${cluster.port}`,
          tls_disable: true,
          telemetry: { unauthenticated_metrics_access: true },
        },
      },
    ],
    storage: {
      raft: {
        path: dataPath,
        ...(replicas > 1 && {
          retry_join: Array.from({ length: replicas }, (_, index) => ({
            leader_api_addr: `http://${podHost(index)}:${podApi.port}`,
          })),
        }),
      },
    },
    // Labels on the pods tell which is active and which is sealed.
    service_registration: { kubernetes: {} },
    telemetry: { prometheus_retention_time: '30s', disable_hostname: true },
  };
}
