/** From a cluster to its components, built: every object as plain JSON with the line that made it, requirements and waves. */
import { App } from 'cdk8s';
import { type ApiObjectJson, apiGroup, BUILT_IN_GROUPS, isClusterScoped, POD_KINDS } from './api-object.ts';
import { ComponentChart } from './chart.ts';
import { type Cluster, installationsOf } from './cluster.ts';
import type { AnyComponent } from './component.ts';
import { Context, type Use } from './context.ts';
import { accessLabel, LABEL } from './conventions.ts';
import { dashboards, externalSecrets, prometheusRule } from './declared.ts';
import { requireEffect } from './effective-inputs.ts';
import type { HelmSource } from './helm.ts';
import type { Installation, Retirement } from './installation.ts';
import { type NamespaceDeclaration, namespacesComponent, namespacesName } from './namespace.ts';
import { networkPolicy } from './network-policy.ts';
import { configMap } from './objects.ts';
import { RenderError } from './render-error.ts';
import type { SecretDeclaration } from './secret.ts';
import type { SourcePlace } from './source.ts';
import type { System } from './system.ts';
import { waves } from './waves.ts';

/** What holds on every cluster and belongs to the catalog. */
export interface Platform {
  readonly namespaces: readonly NamespaceDeclaration[];
  /** Name of the system that brings the definitions of an API group; an empty string for groups that are there from the start. */
  readonly groupProviders: Readonly<Record<string, string>>;
  /** Name of the system that serves the secret store. */
  readonly secretProvider: string;
}

export interface BuiltObject {
  readonly object: ApiObjectJson;
  readonly place: SourcePlace;
}

export interface BuiltComponent {
  readonly component: AnyComponent;
  readonly system: System;
  readonly inputs: object;
  readonly objects: readonly BuiltObject[];
  /** Names of the systems that must be healthy before. */
  readonly requires: ReadonlySet<string>;
  readonly uses: readonly Use[];
  readonly secrets: readonly SecretDeclaration[];
  /** Set when a chart brings the workloads. */
  readonly helm: HelmSource | null;
  readonly wave: number;
  readonly retired: Retirement['keep'] | null;
}

export interface Plan {
  readonly cluster: Cluster;
  /** In order of name. */
  readonly components: readonly BuiltComponent[];
}

/** Builds everything a cluster runs. Throws RenderError for cycles, references to what is not installed, and unknown API groups. */
export function planCluster(cluster: Cluster, platform: Platform): Plan {
  const installed = installationsOf(cluster);
  const retired = cluster.retired.filter(({ keep }) => keep === 'volumes');
  for (const { installation } of cluster.retired) {
    const { name } = installation.component.system;
    if (installed.some(({ component }) => component.system.name === name)) {
      throw new RenderError(
        'duplicate-installation',
        `clusters/${cluster.name}/cluster.ts both installs and retires "${name}". Remove one of the two lines.`,
      );
    }
  }
  const all: { installation: Installation; keep: Retirement['keep'] | null }[] = [
    ...installed.map((installation) => ({ installation, keep: null })),
    ...retired.map(({ installation, keep }) => ({ installation, keep })),
  ];
  const namespaces = namespaceInstallations(
    cluster,
    all.map(({ installation }) => installation.component.system),
    platform,
  );
  const built = [...namespaces.map((installation) => ({ installation, keep: null })), ...all].map(
    ({ installation, keep }) => build(cluster, platform, installation, keep),
  );
  const names = new Set(built.map(({ system }) => system.name));
  for (const component of built) {
    for (const required of component.requires) {
      if (names.has(required)) continue;
      throw new RenderError(
        'missing-component',
        `"${component.system.name}" requires "${required}", which cluster "${cluster.name}" does not run. Add install(...) of "${required}" to a profile in clusters/${cluster.name}/cluster.ts, or remove "${component.system.name}".`,
      );
    }
    for (const { endpoint } of component.uses) {
      if (names.has(endpoint.system)) continue;
      throw new RenderError(
        'missing-component',
        `"${component.system.name}" refers to ${endpoint.system}.${endpoint.name}, but cluster "${cluster.name}" does not run "${endpoint.system}". Install it in clusters/${cluster.name}/cluster.ts, or choose inputs that do not need it.`,
      );
    }
  }
  const wave = waves(new Map(built.map(({ system, requires }) => [system.name, requires])));
  const components = built.map((component) => ({ ...component, wave: wave.get(component.system.name) as number }));
  return { cluster, components: components.sort((a, b) => (a.system.name < b.system.name ? -1 : 1)) };
}

/** One installation per team that has anything to run. */
function namespaceInstallations(cluster: Cluster, systems: readonly System[], platform: Platform): Installation[] {
  const needed = new Map<string, Set<string>>();
  const extra = cluster.secretStore === 'kubernetes' ? ['secrets-source'] : [];
  for (const name of [...systems.map((system) => system.namespace), ...extra]) {
    const declaration = platform.namespaces.find((namespace) => namespace.name === name);
    if (declaration === undefined) {
      throw new RenderError(
        'invalid-name',
        `Namespace "${name}" is not in the catalog. Add it to libs/platform/catalog/src/namespaces.ts with its team and pod security level.`,
      );
    }
    needed.set(declaration.team, (needed.get(declaration.team) ?? new Set()).add(name));
  }
  return [...needed].map(([team, names]) => ({
    component: namespacesComponent(
      team,
      platform.namespaces.filter((namespace) => names.has(namespace.name)),
    ),
    inputs: {},
  }));
}

function build(
  cluster: Cluster,
  platform: Platform,
  installation: Installation,
  keep: Retirement['keep'] | null,
): Omit<BuiltComponent, 'wave'> {
  const { component, inputs } = installation;
  const { system } = component;
  const chart = new ComponentChart(new App(), system.name, {
    namespace: system.namespace,
    labels: {
      [LABEL.name]: system.name,
      [LABEL.partOf]: 'chimera',
      [LABEL.managedBy]: 'argocd',
      [LABEL.team]: system.team,
      [LABEL.installation]: system.name,
    },
  });
  const context = new Context(cluster, system, chart);
  component.build(chart, inputs, context);
  chart.declaredAt = component.source;
  externalSecrets(context);
  prometheusRule(context, component);
  dashboards(context, component);
  if (chart.apiObjects.some((object) => POD_KINDS.has(object.kind))) networkPolicy(context, component);
  if (keep !== null) retirementNote(context);

  const built = chart.located().map(({ object, place }) => ({
    object: finish(object.toJson() as ApiObjectJson, context),
    place,
  }));
  const objects = keep === null ? built : built.filter(({ object }) => staysAfterRetirement(object, system));
  if (component.helm === undefined) {
    const all = built.map(({ object }) => object);
    requireEffect({ system: system.name, cluster: cluster.name }, inputs, all);
  }

  return {
    component,
    system,
    inputs,
    objects,
    requires: requirements(component, context, objects, platform),
    uses: keep === null ? context.uses : [],
    secrets: context.secrets,
    helm: component.helm?.(inputs) ?? null,
    retired: keep,
  };
}

const retiredName = (system: System): string => `${system.name}-retired`;

/**
 * What is left of a retired component in git besides its claims. Claims that stateful sets made are in no file: without this one
 * the folder would be gone, and Argo CD prunes nothing from a folder that it cannot find or that is empty.
 */
function retirementNote(context: Context): void {
  const { system } = context;
  configMap(context, retiredName(system), {
    note: `${system.title} is retired and its volumes are kept: kubectl -n ${system.namespace} get persistentvolumeclaims. Retire it with keep: 'nothing' when nobody needs them.`,
  });
}

function staysAfterRetirement({ kind, metadata }: ApiObjectJson, system: System): boolean {
  return kind === 'PersistentVolumeClaim' || (kind === 'ConfigMap' && metadata.name === retiredName(system));
}

/** Takes the namespace off cluster-scoped objects, and gives pods the labels that the endpoints they use admit. */
function finish(object: ApiObjectJson, context: Context): ApiObjectJson {
  const result = structuredClone(object) as Mutable;
  if (isClusterScoped(result.kind)) delete result.metadata['namespace'];
  const labels = Object.fromEntries(
    context.uses.map(({ endpoint }) => [accessLabel(endpoint.system, endpoint.name), 'true']),
  );
  for (const metadata of podMetadata(result)) metadata['labels'] = { ...(metadata['labels'] as object), ...labels };
  return result as unknown as ApiObjectJson;
}

type Metadata = Record<string, unknown>;
type Template = { template: { metadata: Metadata } };
type Mutable = { kind: string; metadata: Metadata; spec?: unknown };

/** The metadata that an object's pods will carry. */
function podMetadata(object: Mutable): Metadata[] {
  if (!POD_KINDS.has(object.kind) || object.spec === undefined) return [];
  if (object.kind === 'CronJob')
    return [(object.spec as { jobTemplate: { spec: Template } }).jobTemplate.spec.template.metadata];
  if (object.kind === 'Prometheus' || object.kind === 'Alertmanager') {
    const spec = object.spec as { podMetadata?: Metadata };
    spec.podMetadata ??= {};
    return [spec.podMetadata];
  }
  return [(object.spec as Template).template.metadata];
}

function requirements(
  component: AnyComponent,
  context: Context,
  objects: readonly BuiltObject[],
  platform: Platform,
): Set<string> {
  const { system } = component;
  const owner = platform.namespaces.find((namespace) => namespace.name === system.namespace)?.team ?? system.team;
  const requires = new Set<string>([namespacesName(owner), ...component.requires.map((required) => required.name)]);
  for (const { endpoint, wait } of context.uses) if (wait) requires.add(endpoint.system);
  const defined = new Set(
    objects
      .filter(({ object }) => object.kind === 'CustomResourceDefinition')
      .map(({ object }) => (object['spec'] as { group: string }).group),
  );
  for (const { object } of objects) {
    const group = apiGroup(object);
    if (BUILT_IN_GROUPS.has(group) || defined.has(group)) continue;
    const provider = platform.groupProviders[group];
    if (provider === undefined) {
      throw new RenderError(
        'unknown-api-group',
        `"${system.name}" has a ${object.kind} of the group "${group}", whose definitions nobody brings. Add the group to groupProviders in libs/platform/catalog/src/platform.ts.`,
      );
    }
    if (provider !== '') requires.add(provider);
    if (object.kind === 'ExternalSecret') requires.add(platform.secretProvider);
  }
  requires.delete(system.name);
  return requires;
}
