/** Where kind-local keeps its values: Secrets of one namespace, reached through the API server. */
import { LABEL, SECRETS_SOURCE_NAMESPACE } from '@chimera/platform-kit';
import { SecretsError } from './secrets-error.ts';

/** A Secret as the API has it: values in base64. */
export interface ApiSecret {
  readonly metadata?: {
    readonly name?: string;
    readonly resourceVersion?: string;
    readonly labels?: Record<string, string>;
  };
  readonly data?: Record<string, string>;
}

/** The calls that are needed, as `CoreV1Api` of @kubernetes/client-node has them; failures carry the HTTP status as `code`. */
export interface SecretApi {
  readNamespace(request: { name: string }): Promise<unknown>;
  createNamespace(request: { body: { metadata: { name: string } } }): Promise<unknown>;
  readNamespacedSecret(request: { name: string; namespace: string }): Promise<ApiSecret>;
  createNamespacedSecret(request: { namespace: string; body: object }): Promise<unknown>;
  replaceNamespacedSecret(request: { name: string; namespace: string; body: object }): Promise<unknown>;
}

export interface SecretSource {
  /** null when there is no such Secret. */
  read(name: string): Promise<Readonly<Record<string, string>> | null>;
  /** Adds keys to a Secret, made if need be; throws SecretsError 'conflict' when somebody else changed it since it was read. */
  add(name: string, system: string, values: Readonly<Record<string, string>>): Promise<void>;
}

const namespace = SECRETS_SOURCE_NAMESPACE;

export function createSecretSource(api: SecretApi): SecretSource {
  const stored = new Map<string, ApiSecret>();
  let namespaceKnown = false;
  return {
    async read(name) {
      const secret = await orNull(api.readNamespacedSecret({ name, namespace }));
      if (secret === null) return null;
      stored.set(name, secret);
      return Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, decode(value)]));
    },
    async add(name, system, values) {
      // Values are there before Argo CD syncs anything; it adopts the namespace later.
      if (!namespaceKnown && (await orNull(api.readNamespace({ name: namespace }))) === null)
        await api.createNamespace({ body: { metadata: { name: namespace } } });
      namespaceKnown = true;
      const present = stored.get(name);
      const body = {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'Opaque',
        metadata: {
          name,
          namespace,
          labels: { ...present?.metadata?.labels, [LABEL.name]: system, [LABEL.managedBy]: 'chimera-secrets' },
          ...(present?.metadata?.resourceVersion && { resourceVersion: present.metadata.resourceVersion }),
        },
        data: {
          ...present?.data,
          ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, encode(value)])),
        },
      };
      try {
        if (present === undefined) await api.createNamespacedSecret({ namespace, body });
        else await api.replaceNamespacedSecret({ name, namespace, body });
      } catch (cause) {
        if (codeOf(cause) !== 409) throw cause;
        throw new SecretsError(
          'conflict',
          `Secret ${namespace}/${name} was changed by somebody else meanwhile. Nothing was overwritten: run the command again.`,
          { cause },
        );
      }
    },
  };
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (codeOf(error) === 404) return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const decode = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
