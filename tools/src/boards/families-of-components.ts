/** The families files of all components. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inRepo } from '../workspace.ts';
import { type FamilyFile, parseFamilies } from './families.ts';

const SUFFIX = '.families.txt';

export type ComponentFamilies = { readonly component: string; readonly path: string; readonly families: FamilyFile };

/** Sorted by component. Throws for a file that is not of the format. */
export function familiesOfComponents(): ComponentFamilies[] {
  const teams = inRepo('libs', 'platform', 'components');
  const paths = readdirSync(teams).flatMap((team) =>
    readdirSync(join(teams, team, 'src'))
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => join(teams, team, 'src', name)),
  );
  return paths
    .map((path) => ({
      component: basename(path, SUFFIX),
      path,
      families: parseFamilies(readFileSync(path, 'utf8'), path),
    }))
    .sort((a, b) => (a.component < b.component ? -1 : 1));
}
