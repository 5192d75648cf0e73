/** The store `platform`: the same name on every cluster; behind it a namespace (kind-local) or Vault (server). */
import { systems } from '@chimera/platform-catalog';
import {
  type Context,
  customObject,
  LABEL,
  SECRET_STORE,
  SECRETS_SOURCE_NAMESPACE,
  syncWave,
} from '@chimera/platform-kit';

/** The account that the operator borrows to read the store; it may read nothing else. */
const READER = 'external-secrets-store';

/** After the webhook that checks it is up: the operator's own pods are in wave 0. */
const AFTER_WEBHOOK = syncWave(1);

/** `operator` is the account of the controller. */
export function secretStore(context: Context, operator: string): void {
  const vault = context.cluster.secretStore === 'vault';
  const namespace = vault ? context.system.namespace : SECRETS_SOURCE_NAMESPACE;
  reader(context, namespace, operator);
  if (!vault) {
    role(context, namespace, READER, [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }], {
      name: READER,
      namespace,
    });
  }
  customObject(context, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: SECRET_STORE, annotations: AFTER_WEBHOOK },
    spec: { provider: vault ? vaultProvider(context, namespace) : namespaceProvider(namespace) },
  });
}

/** Values lie in Secrets of one namespace, where `npm run secrets -- seed` put them. */
function namespaceProvider(namespace: string): object {
  return {
    kubernetes: {
      remoteNamespace: namespace,
      server: {
        url: 'https://kubernetes.default.svc.cluster.local',
        caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', key: 'ca.crt', namespace },
      },
      auth: { serviceAccount: { name: READER, namespace } },
    },
  };
}

/** Version 2 of the key-value engine at `secret/`; Vault checks the account's token with the API server. */
function vaultProvider(context: Context, namespace: string): object {
  return {
    vault: {
      server: context.use(systems.vault.endpoints.api).url,
      path: 'secret',
      version: 'v2',
      auth: {
        kubernetes: {
          mountPath: 'kubernetes',
          role: 'external-secrets',
          serviceAccountRef: { name: READER, namespace },
        },
      },
    },
  };
}

/** The operator may make tokens for this one account only. */
function reader(context: Context, namespace: string, operator: string): void {
  customObject(context, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: READER, namespace, labels: { [LABEL.component]: 'store' } },
    automountServiceAccountToken: false,
  });
  role(
    context,
    namespace,
    `${READER}-token`,
    [{ apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: [READER], verbs: ['create'] }],
    { name: operator, namespace: context.system.namespace },
  );
}

function role(
  context: Context,
  namespace: string,
  name: string,
  rules: readonly object[],
  subject: { readonly name: string; readonly namespace: string },
): void {
  const metadata = { name, namespace };
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  customObject(context, { apiVersion, kind: 'Role', metadata, rules });
  customObject(context, {
    apiVersion,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', ...subject }],
  });
}
