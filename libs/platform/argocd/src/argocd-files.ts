/** Argo CD's files of one cluster: the root, a project per team, an Application per component. */
import { teamIds, teams } from '@chimera/platform-catalog';
import { type ApiObjectJson, banner, type Plan, type RenderedFile, toYaml } from '@chimera/platform-kit';
import { application } from './application.ts';
import { ROOT_APPLICATION, ROOT_OWNER } from './names.ts';
import { defaultProject, teamProject } from './project.ts';
import { rootApplication, rootProject } from './root.ts';

/** In order of path. Throws RenderError `policy` where a component reaches beyond its team's project. */
export function argocdFiles(plan: Plan): RenderedFile[] {
  const { cluster, components } = plan;
  const source = `clusters/${cluster.name}/cluster.ts`;
  const project = (object: ApiObjectJson, team: string): RenderedFile => ({
    path: `${cluster.name}/projects/${object.metadata.name}.yaml`,
    text: toYaml(object, banner(source)),
    object,
    component: object.metadata.name,
    team,
    source: 'libs/platform/argocd/src/project.ts',
  });
  const present = teamIds.filter((id) => components.some(({ system }) => system.team === id));
  const files = [
    rootFile(plan, source),
    project(defaultProject(), ROOT_OWNER),
    ...present.map((id) => project(teamProject(plan, teams[id]), id)),
    ...components.map((built): RenderedFile => {
      const object = application(cluster, built);
      const { file, line } = built.component.source;
      return {
        path: `${cluster.name}/applications/${built.system.name}.yaml`,
        text: toYaml(object, banner(file)),
        object,
        component: built.system.name,
        team: built.system.team,
        source: `${file}:${line}`,
      };
    }),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function rootFile({ cluster }: Plan, source: string): RenderedFile {
  const first = rootProject(cluster);
  const second = rootApplication(cluster);
  return {
    path: `${cluster.name}/root.yaml`,
    text: `${toYaml(first, banner(source))}---\n${toYaml(second, banner(source))}`,
    object: first,
    also: [second],
    component: ROOT_APPLICATION,
    team: ROOT_OWNER,
    source: 'libs/platform/argocd/src/root.ts',
  };
}
