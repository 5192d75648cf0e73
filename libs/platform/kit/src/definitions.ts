/** An operator's CustomResourceDefinitions, as `npm run crds` wrote them. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Context } from './context.ts';
import { customObject } from './objects.ts';
import { RenderError } from './render-error.ts';
import { syncOptions } from './sync-annotations.ts';

type Definition = Parameters<typeof customObject>[1];

/**
 * Adds every definition of a folder: never pruned, since its resources would go with it, and applied on the server's side, since
 * the larger ones exceed what the client's annotation may hold. `folder` is relative to the caller: `new URL('../crds/x/', import.meta.url)`.
 */
export function definitions(context: Context, folder: URL): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  if (files.length === 0) {
    throw new RenderError('invalid-input', `${folder.pathname} holds no definitions. Run \`npm run crds\`.`);
  }
  for (const file of files) {
    const definition = readDefinition(new URL(file, folder));
    customObject(context, {
      ...definition,
      metadata: {
        ...definition.metadata,
        labels: foreignLabels(definition.metadata.labels),
        annotations: {
          ...definition.metadata.annotations,
          ...syncOptions({ prune: false, delete: false, serverSideApply: true }),
        },
      },
    });
  }
}

/** Parsed files by address: every cluster installs the same definitions, and the largest takes a tenth of a second. */
const parsed = new Map<string, Definition>();

function readDefinition(file: URL): Definition {
  const known = parsed.get(file.href);
  if (known !== undefined) return known;
  const definition = parse(readFileSync(file, 'utf8')) as Definition;
  parsed.set(file.href, definition);
  return definition;
}

/** The upstream labels but the well-known ones, which say here whose the object is. */
function foreignLabels(labels: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('app.kubernetes.io/')));
}
