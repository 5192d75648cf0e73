/** A system's public face: who owns it, where it lives, and what others may refer to. Components refer to each other through it only. */
import type { Image } from './image.ts';
import type { SecretDeclaration, SecretValue } from './secret.ts';

/** Secrets as a system declares them: name of the Kubernetes Secret, and how each key's value is made. */
export type SecretDeclarations = Readonly<
  Record<string, { readonly name: string; readonly values: Readonly<Record<string, SecretValue>> }>
>;

export type Protocol = 'http' | 'https' | 'grpc' | 'tcp' | 'udp';

export interface EndpointDeclaration {
  readonly port: number;
  readonly protocol: Protocol;
  /** Name of the Service; the system's own name by default. */
  readonly service?: string;
  /** Served by each pod but by no Service: metrics and health ports. */
  readonly podOnly?: true;
}

/** A typed reference: whoever holds it knows host, port and protocol, and nobody writes them as strings. */
export interface Endpoint {
  readonly system: string;
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Fully qualified: `mytsdb.mytsdb.svc.cluster.local`. */
  readonly host: string;
  /** `host:port`. */
  readonly address: string;
  /** `http://host:port`; for the other protocols `protocol://host:port`. */
  readonly url: string;
  readonly podOnly: boolean;
}

export interface TopicDeclaration<E extends string = string> {
  /** Where clients of the topic connect. */
  readonly endpoint: E;
  readonly partitions: number;
}

export interface DatabaseDeclaration<E extends string = string, Login extends string = string> {
  /** Where clients of the database connect. */
  readonly endpoint: E;
  /** Which of the system's secrets logs in to it. */
  readonly login: Login;
}

/** A typed reference to a topic: its name, and the broker it is on. `context.topic(...)` uses both. */
export interface Topic {
  readonly system: string;
  readonly name: string;
  readonly partitions: number;
  readonly endpoint: Endpoint;
}

/** A typed reference to a database: its name, where it is, and who may log in. `context.database(...)` uses all three. */
export interface Database<Key extends string = string> {
  readonly system: string;
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly login: SecretDeclaration<Key>;
}

export type DatabaseDeclarations = Readonly<Record<string, DatabaseDeclaration>>;

/** A system without databases. */
type NoDatabases = Readonly<Record<never, never>>;

export interface SystemDeclaration<
  E extends string,
  S extends SecretDeclarations,
  I extends string,
  Team extends string,
  T extends string = never,
  D extends DatabaseDeclarations = NoDatabases,
> {
  /** Name of the component, its Application and its main Service; also the value of `app.kubernetes.io/name`. */
  readonly name: string;
  readonly title: string;
  readonly team: Team;
  readonly namespace: string;
  /** What the owning team does with it: runs it end to end, or only uses it. */
  readonly scope: 'end-to-end' | 'usage';
  readonly images: Readonly<Record<I, Image>>;
  readonly endpoints: Readonly<Record<E, EndpointDeclaration>>;
  readonly secrets?: S;
  /** Topics on its brokers, by their names; the system creates them. */
  readonly topics?: Readonly<Record<T, TopicDeclaration<NoInfer<E>>>>;
  /** Databases on its servers, by their names; the system creates them. */
  readonly databases?: D & Readonly<Record<string, DatabaseDeclaration<NoInfer<E>, NoInfer<keyof S & string>>>>;
  /** Where its pages are, and who asks for the login. */
  readonly page?: { readonly host: string; readonly endpoint: NoInfer<E>; readonly login: 'own' | 'middleware' };
  /** It keeps data that a removal must not take along. */
  readonly stateful?: true;
}

export interface System<
  E extends string = string,
  S extends SecretDeclarations = SecretDeclarations,
  I extends string = string,
  Team extends string = string,
  T extends string = string,
  D extends DatabaseDeclarations = DatabaseDeclarations,
> {
  readonly name: string;
  readonly title: string;
  readonly team: Team;
  readonly namespace: string;
  readonly scope: 'end-to-end' | 'usage';
  readonly images: Readonly<Record<I, Image>>;
  readonly endpoints: Readonly<Record<E, Endpoint>>;
  readonly secrets: { readonly [K in keyof S]: SecretDeclaration<keyof S[K]['values'] & string> };
  readonly topics: Readonly<Record<T, Topic>>;
  readonly databases: { readonly [K in keyof D]: Database<keyof S[D[K]['login']]['values'] & string> };
  readonly page?: { readonly host: string; readonly endpoint: string; readonly login: 'own' | 'middleware' };
  readonly stateful: boolean;
}

/** Turns a declaration into the values that consumers hold. */
export function describeSystem<
  const E extends string,
  const S extends SecretDeclarations,
  const I extends string,
  const Team extends string,
  const T extends string = never,
  const D extends DatabaseDeclarations = NoDatabases,
>(declaration: SystemDeclaration<E, S, I, Team, T, D>): System<E, S, I, Team, T, D> {
  const { name, namespace } = declaration;
  const endpoints = mapValues(declaration.endpoints, (endpoint: EndpointDeclaration, key): Endpoint => {
    const service = endpoint.service ?? name;
    const host = `${service}.${namespace}.svc.cluster.local`;
    const address = `${host}:${endpoint.port}`;
    return {
      system: name,
      name: key,
      namespace,
      service,
      port: endpoint.port,
      protocol: endpoint.protocol,
      host,
      address,
      url: `${endpoint.protocol}://${address}`,
      podOnly: endpoint.podOnly ?? false,
    };
  });
  const secrets = mapValues(declaration.secrets ?? {}, (secret) => ({
    system: name,
    name: secret.name,
    remoteKey: `${name}-${secret.name}`,
    values: secret.values,
  })) as System<E, S, I, Team>['secrets'];
  const topics = mapValues(declaration.topics ?? ({} as Record<T, TopicDeclaration<E>>), (topic, key) => ({
    system: name,
    name: key,
    partitions: topic.partitions,
    endpoint: endpoints[topic.endpoint],
  }));
  const databases = mapValues(declaration.databases ?? {}, (database, key) => ({
    system: name,
    name: key,
    endpoint: endpoints[database.endpoint as E],
    login: secrets[database.login as keyof S],
  })) as System<E, S, I, Team, T, D>['databases'];
  return {
    name,
    title: declaration.title,
    team: declaration.team,
    namespace,
    scope: declaration.scope,
    images: declaration.images,
    endpoints,
    secrets,
    topics,
    databases,
    ...(declaration.page && { page: declaration.page }),
    stateful: declaration.stateful ?? false,
  };
}

function mapValues<K extends string, V, W>(record: Readonly<Record<K, V>>, map: (value: V, key: K) => W): Record<K, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value as V, key as K)])) as Record<
    K,
    W
  >;
}
