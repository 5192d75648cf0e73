/** `.github/CODEOWNERS`: who reviews what, from the teams and the projects' tags. */
import { systems } from './systems.ts';
import { type TeamId, teamIds, teams } from './teams.ts';

/** A project of the workspace. */
export interface OwnedProject {
  /** Relative to the repository: `libs/tsdb/head`. */
  readonly folder: string;
  readonly team: TeamId;
}

/** The team that answers for everything that nobody else does. */
const EVERYTHING: TeamId = 'data-management';

/** The whole file; the last line that matches a path wins, so the general ones come first. */
export function codeowners(projects: readonly OwnedProject[]): string {
  const lines: [path: string, team: TeamId][] = [
    ['*', EVERYTHING],
    ...[...projects]
      .sort((a, b) => (a.folder < b.folder ? -1 : 1))
      .map(({ folder, team }): [string, TeamId] => [`/${folder}/`, team]),
    ...teamIds.flatMap((id): [string, TeamId][] => [
      [`/libs/platform/catalog/src/systems/${id}.ts`, id],
      [`/gitops/*/components/${id}/`, id],
    ]),
    ...Object.values(systems)
      .map(({ name, team }): [string, TeamId] => [`/docs/runbooks/${name}.md`, team])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  const width = Math.max(...lines.map(([path]) => path.length));
  const text = lines.map(([path, team]) => `${path.padEnd(width)} ${teams[team].reviewers.join(' ')}`);
  return `# Written by \`npm run teams\` from libs/platform/catalog/src/teams.ts and the projects' tags. Do not edit.\n${text.join('\n')}\n`;
}
