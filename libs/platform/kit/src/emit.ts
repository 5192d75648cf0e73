/** The emitter: one object per file, named after its identity; two objects of one identity are an error, not an overwrite. */
import { type ApiObjectJson, apiGroup, describeObject } from './api-object.ts';
import type { BuiltComponent, Plan } from './plan.ts';
import { RenderError } from './render-error.ts';
import { toYaml } from './yaml.ts';

/** A file below `gitops/`, with what it holds. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
  readonly object: ApiObjectJson;
  /** The objects of its other documents, where a file holds more than one. */
  readonly also?: readonly ApiObjectJson[];
  readonly component: string;
  readonly team: string;
  /** `libs/platform/components/observability/src/grafana.ts:42`. */
  readonly source: string;
}

export const banner = (source: string): string =>
  `Rendered by \`npm run render\` from ${source}. Do not edit: change the source and render again.`;

export const componentFolder = (cluster: string, team: string, component: string): string =>
  `${cluster}/components/${team}/${component}`;

/** `deployment.monitoring.grafana.yaml`; without the middle part when the kind has no namespace. */
export function fileName(object: ApiObjectJson): string {
  const parts = [object.kind.toLowerCase(), object.metadata.namespace, object.metadata.name];
  return `${parts
    .filter((part) => part !== undefined)
    .join('.')
    .replaceAll(/[^A-Za-z0-9._-]/g, '-')}.yaml`;
}

/** Every file of every component. Throws `duplicate-object` naming both makers. */
export function emitComponents(plan: Plan): RenderedFile[] {
  const makers = new Map<string, string>();
  const files: RenderedFile[] = [];
  for (const built of plan.components) {
    for (const file of emitComponent(plan.cluster.name, built)) {
      const { object } = file;
      const identity = [apiGroup(object), object.kind, object.metadata.namespace ?? '', object.metadata.name]
        .join('|')
        .toLowerCase();
      for (const key of [identity, file.path.toLowerCase()]) {
        const other = makers.get(key);
        if (other !== undefined) {
          throw new RenderError(
            'duplicate-object',
            `${describeObject(object)} is made twice on ${plan.cluster.name}: at ${other} and at ${file.source}. Rename one of them.`,
          );
        }
        makers.set(key, file.source);
      }
      files.push(file);
    }
  }
  return files;
}

function emitComponent(cluster: string, { system, component, objects }: BuiltComponent): RenderedFile[] {
  return objects.map(({ object, place }) => ({
    path: `${componentFolder(cluster, system.team, system.name)}/${fileName(object)}`,
    text: toYaml(object, banner(component.source.file)),
    object,
    component: system.name,
    team: system.team,
    source: `${place.file}:${place.line}`,
  }));
}
