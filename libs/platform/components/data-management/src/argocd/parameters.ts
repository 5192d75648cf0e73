/**
 * `argocd-cmd-params-cm`: what Argo CD's processes read at their start. Argo CD documents the keys; each process reads them from
 * environment variables, whose names the upstream manifests give.
 */
import { systems } from '@chimera/platform-catalog';
import type { EnvironmentValue } from '@chimera/platform-kit';

export const PARAMETERS = 'argocd-cmd-params-cm';

const { endpoints } = systems.argocd;

/** The keys that differ from Argo CD's defaults, each with its reason. */
export function parameters(): Record<string, string> {
  return {
    // Compares with what the API server would store, so that defaults and webhooks are no differences.
    'controller.diff.server.side': 'true',
    'controller.log.format': 'json',
    'redis.server': endpoints.redis.address,
    'repo.server': endpoints['repo-server'].address,
    // Each renders a folder of plain YAML; the limit bounds its memory.
    'reposerver.parallelism.limit': '4',
    // Traefik ends TLS in front of it.
    'server.insecure': 'true',
    'server.log.format': 'json',
    // Replacing an object deletes it first: never from the UI.
    'server.sync.replace.allowed': 'false',
  };
}

/** Variable by process and key, as in the manifests of Argo CD 3.5.7. */
const VARIABLES = {
  controller: {
    ARGOCD_APPLICATION_CONTROLLER_LOGFORMAT: 'controller.log.format',
    ARGOCD_APPLICATION_CONTROLLER_REPO_SERVER: 'repo.server',
    ARGOCD_APPLICATION_CONTROLLER_SERVER_SIDE_DIFF: 'controller.diff.server.side',
    REDIS_SERVER: 'redis.server',
  },
  'repo-server': {
    ARGOCD_REPO_SERVER_PARALLELISM_LIMIT: 'reposerver.parallelism.limit',
    REDIS_SERVER: 'redis.server',
  },
  server: {
    ARGOCD_SERVER_INSECURE: 'server.insecure',
    ARGOCD_SERVER_LOGFORMAT: 'server.log.format',
    ARGOCD_SERVER_REPO_SERVER: 'repo.server',
    ARGOCD_SYNC_WITH_REPLACE_ALLOWED: 'server.sync.replace.allowed',
    REDIS_SERVER: 'redis.server',
  },
} as const satisfies Record<string, Record<string, keyof ReturnType<typeof parameters> & string>>;

export function environmentOf(process: keyof typeof VARIABLES): Record<string, EnvironmentValue> {
  return {
    ...Object.fromEntries(
      Object.entries(VARIABLES[process]).map(([name, configKey]) => [name, { configMap: PARAMETERS, configKey }]),
    ),
    REDIS_PASSWORD: { secretName: 'argocd-redis', secretKey: 'auth' },
    // No commit is signed, so nothing needs a key ring.
    ARGOCD_GPG_ENABLED: 'false',
  };
}
