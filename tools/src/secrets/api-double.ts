/** The few calls of the API server that the seeder needs, in memory, with its rules: 404, 409, resource versions. For tests. */
import type { ApiSecret, SecretApi } from './secret-source.ts';

class ApiError extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`HTTP ${code}`);
    this.code = code;
  }
}

type Stored = ApiSecret & { readonly metadata: { readonly name: string; readonly resourceVersion: string } };

export interface ApiDouble extends SecretApi {
  readonly namespaces: Set<string>;
  /** By `<namespace>/<name>`. */
  readonly secrets: Map<string, Stored>;
  /** Names of the writing calls, in order. */
  readonly writes: string[];
  /** A value as a pod would see it. */
  valueOf(name: string, key: string): string | undefined;
}

export function apiDouble(): ApiDouble {
  const namespaces = new Set<string>();
  const secrets = new Map<string, Stored>();
  const writes: string[] = [];
  let version = 0;
  const store = (namespace: string, body: object): void => {
    const secret = body as ApiSecret & { metadata: { name: string } };
    const resourceVersion = String(++version);
    secrets.set(`${namespace}/${secret.metadata.name}`, {
      ...secret,
      metadata: { ...secret.metadata, resourceVersion },
    });
  };
  return {
    namespaces,
    secrets,
    writes,
    async readNamespace({ name }) {
      if (!namespaces.has(name)) throw new ApiError(404);
      return {};
    },
    async createNamespace({ body }) {
      writes.push(`namespace ${body.metadata.name}`);
      namespaces.add(body.metadata.name);
    },
    async readNamespacedSecret({ name, namespace }) {
      const secret = secrets.get(`${namespace}/${name}`);
      if (secret === undefined) throw new ApiError(404);
      return structuredClone(secret);
    },
    async createNamespacedSecret({ namespace, body }) {
      const { name } = (body as Stored).metadata;
      writes.push(`create ${name}`);
      if (!namespaces.has(namespace)) throw new ApiError(404);
      if (secrets.has(`${namespace}/${name}`)) throw new ApiError(409);
      store(namespace, body);
    },
    async replaceNamespacedSecret({ name, namespace, body }) {
      writes.push(`replace ${name}`);
      const present = secrets.get(`${namespace}/${name}`);
      if (present === undefined) throw new ApiError(404);
      if ((body as Stored).metadata.resourceVersion !== present.metadata.resourceVersion) throw new ApiError(409);
      store(namespace, body);
    },
    valueOf(name, key) {
      const data = secrets.get(`secrets-source/${name}`)?.data?.[key];
      return data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8');
    },
  };
}
