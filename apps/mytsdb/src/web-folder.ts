/** Where the repository builds the web page, seen from the sources and from the bundle. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the first that exists; the first of all when none does. */
export function builtWebPage(): string {
  const places = ['../../mytsdb-ui/dist', '../../../mytsdb-ui/dist'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(`${place}/index.html`)) ?? (places[0] as string);
}
