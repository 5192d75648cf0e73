/** The projects of the workspace with the team that each one's Nx tags name. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type OwnedProject, type TeamId, teamIds } from '@chimera/platform-catalog';

const TAG = 'team:';

/** In order of folder. Throws an Error that lists every project without exactly one known team. */
export function ownedProjects(root: string): OwnedProject[] {
  const { workspaces } = readJson(join(root, 'package.json')) as { workspaces: readonly string[] };
  const files = globSync(
    workspaces.map((pattern) => `${pattern}/package.json`),
    { cwd: root },
  ).sort();
  const wrong: string[] = [];
  const projects = files.flatMap((file) => {
    const { nx } = readJson(join(root, file)) as { nx?: { tags?: readonly string[] } };
    const named = (nx?.tags ?? []).filter((tag) => tag.startsWith(TAG)).map((tag) => tag.slice(TAG.length));
    const [team] = named;
    if (named.length === 1 && isTeam(team)) return [{ folder: dirname(file), team }];
    wrong.push(`${file}: ${named.length === 0 ? 'no team' : named.join(', ')}`);
    return [];
  });
  if (wrong.length > 0) {
    throw new Error(
      `These projects do not name exactly one team of ${teamIds.join(', ')}:\n  ${wrong.join('\n  ')}\nAdd "${TAG}<id>" to nx.tags there.`,
    );
  }
  return projects;
}

function isTeam(name: string | undefined): name is TeamId {
  return (teamIds as readonly (string | undefined)[]).includes(name);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
