/** What a cluster needs from outside git: its images and its secrets (names and keys, never values). */
import { banner, type Plan, type SecretDeclaration, toYaml } from '@chimera/platform-kit';
import type { TreeFile } from './tree.ts';

export interface Inventory {
  readonly images: readonly { readonly image: string; readonly components: readonly string[] }[];
  readonly secrets: readonly {
    readonly key: string;
    readonly system: string;
    readonly name: string;
    readonly keys: readonly string[];
    readonly usedBy: readonly string[];
  }[];
}

export function inventoryOf(plan: Plan): Inventory {
  const images = new Map<string, Set<string>>();
  const secrets = new Map<string, { declaration: SecretDeclaration; usedBy: Set<string> }>();
  for (const { system, objects, secrets: used, helm } of plan.components) {
    const found = [
      ...objects.flatMap(({ object }) => imagesOf(object)),
      ...(helm?.brings ?? []).flatMap(({ images: brought }) => brought),
    ];
    for (const image of found) images.set(image, (images.get(image) ?? new Set()).add(system.name));
    for (const declaration of used) {
      const entry = secrets.get(declaration.remoteKey) ?? { declaration, usedBy: new Set() };
      entry.usedBy.add(system.name);
      secrets.set(declaration.remoteKey, entry);
    }
  }
  return {
    images: [...images].sort(byKey).map(([image, components]) => ({ image, components: [...components].sort() })),
    secrets: [...secrets].sort(byKey).map(([key, { declaration, usedBy }]) => ({
      key,
      system: declaration.system,
      name: declaration.name,
      keys: Object.keys(declaration.values).sort(),
      usedBy: [...usedBy].sort(),
    })),
  };
}

export function inventoryFiles(plan: Plan): TreeFile[] {
  const { images, secrets } = inventoryOf(plan);
  const note = banner(`clusters/${plan.cluster.name}/cluster.ts`);
  const folder = `gitops/${plan.cluster.name}/inventory`;
  return [
    { path: `${folder}/images.yaml`, text: toYaml({ images }, note) },
    { path: `${folder}/secrets.yaml`, text: toYaml({ secrets }, note) },
  ];
}

/** Every `image` field of a pod or of a custom resource, and images that arguments name (an operator's reloader). */
export function imagesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    if (key === 'image' && typeof entry === 'string') return [entry];
    if (key === 'args' && Array.isArray(entry)) {
      return entry.flatMap((argument) => /^--[a-z-]*reloader=(\S+:\S+)$/.exec(String(argument))?.[1] ?? []);
    }
    return imagesOf(entry);
  });
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
