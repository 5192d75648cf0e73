/** The component model: systems, components, clusters, and the way from them to files. */
// For components and clusters.

export type { ApiObjectJson } from './api-object.ts';
// For the other libraries of the platform tower.
export { apiGroup, BUILT_IN_GROUPS, describeObject, isClusterScoped, POD_KINDS } from './api-object.ts';
export type { Cluster, ClusterFacts } from './cluster.ts';
export { defineCluster, installationsOf } from './cluster.ts';
export type {
  AnyComponent,
  Component,
  ComponentDeclaration,
  ServiceInput,
  SingleReplicaInputs,
  StandardInputs,
} from './component.ts';
export { defineComponent } from './component.ts';
export type { Context, Traffic, Use } from './context.ts';
export {
  accessLabel,
  exemption,
  LABEL,
  LOGIN_ANNOTATION,
  LOGIN_MIDDLEWARE,
  PROXY,
  SCRAPER,
  SECRET_STORE,
  SECRETS_SOURCE_NAMESPACE,
} from './conventions.ts';
export { definitions } from './definitions.ts';
export type { RenderedFile } from './emit.ts';
export { banner, componentFolder, emitComponents, fileName } from './emit.ts';
export type { BroughtWorkload, HelmDeclaration, HelmSource } from './helm.ts';
export { defineHelmComponent } from './helm.ts';
export type { Evidence, Image } from './image.ts';
export { imageReference } from './image.ts';
export type { DeepPartial, Installation, Retirement } from './installation.ts';
export { install, retire } from './installation.ts';
export type { NamespaceDeclaration } from './namespace.ts';
export { namespacesName } from './namespace.ts';
export type { Account, ConfigReference } from './objects.ts';
export { account, claim, configMap, contentHash, customObject, service } from './objects.ts';
export type { Alert, BoardFile, Duration, None, Recording, Runbook, Severity, Watched } from './observability.ts';
export { isNone } from './observability.ts';
export type { BuiltComponent, BuiltObject, Plan, Platform } from './plan.ts';
export { planCluster } from './plan.ts';
export type { ConfigKey, Container, EnvironmentValue, Pod, Probe, Volume } from './pod.ts';
export { exemptions, podTemplate } from './pod.ts';
export type { RenderErrorType } from './render-error.ts';
export { RenderError } from './render-error.ts';
export type { Cpu, Memory, ResourcePair, Resources } from './resources.ts';
export { cpuMillis, memoryBytes, resources } from './resources.ts';
export { pageEntry, pageUrl, route } from './route.ts';
export type { SecretDeclaration, SecretKey, SecretReference, SecretValue } from './secret.ts';
export { deliveredKeys, fixed, htpasswd, provided, random } from './secret.ts';
export type { HookDeletePolicy, HookPhase, ObjectSyncOptions } from './sync-annotations.ts';
export {
  HOOK,
  HOOK_DELETE_POLICY,
  SYNC_OPTIONS,
  SYNC_WAVE,
  syncHook,
  syncOptions,
  syncWave,
} from './sync-annotations.ts';
export type {
  Database,
  DatabaseDeclaration,
  Endpoint,
  EndpointDeclaration,
  Protocol,
  System,
  Topic,
  TopicDeclaration,
} from './system.ts';
export { describeSystem } from './system.ts';
export { waves } from './waves.ts';
export { cronJob, daemonSet, deployment, job, statefulSet } from './workload.ts';
export { toYaml } from './yaml.ts';
