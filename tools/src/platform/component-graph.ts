/** A plan as a Graphviz graph: one node per component, one rank per wave, one colour per team. */
import type { BuiltComponent, Plan } from '@chimera/platform-kit';

const COLOURS: Readonly<Record<string, string>> = {
  'ai-ml': '#e7d5f7',
  'api-ecosystem': '#fde2c8',
  'data-management': '#d3e8d3',
  'data-processing': '#f7d5d9',
  observability: '#cfe3f7',
};

/** DOT source. Edges that follow from longer paths are left out: namespaces would point at everything otherwise. */
export function componentGraph({ cluster, components }: Plan): string {
  const teams = [...new Set(components.map(({ system }) => system.team))].sort();
  const requires = new Map(components.map(({ system, requires: direct }) => [system.name, direct]));
  const lines = [
    `digraph ${quote(cluster.name)} {`,
    `  graph [rankdir=LR, label=${legend(`${cluster.name}: ${components.length} components by sync wave`, teams)}, labelloc=t, fontname="Helvetica", nodesep=0.15, ranksep=0.9];`,
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, color="#5b6572"];',
    '  edge [color="#5b6572", arrowsize=0.6];',
  ];
  for (const component of components) {
    lines.push(
      `  ${quote(component.system.name)} [fillcolor="${colourOf(component.system.team)}", tooltip=${quote(component.system.team)}];`,
    );
    for (const name of essential(component, requires))
      lines.push(`  ${quote(name)} -> ${quote(component.system.name)};`);
    for (const { endpoint, wait } of component.uses) {
      if (!wait && endpoint.system !== component.system.name) {
        lines.push(`  ${quote(endpoint.system)} -> ${quote(component.system.name)} [style=dashed, constraint=false];`);
      }
    }
  }
  for (const [wave, names] of Map.groupBy(components, (component) => component.wave)) {
    lines.push(
      `  { rank=same; ${quote(`wave ${wave}`)} [shape=plaintext, style=""]; ${names.map(({ system }) => quote(system.name)).join('; ')}; }`,
    );
  }
  const waves = [...new Set(components.map(({ wave }) => wave))].sort((a, b) => a - b);
  lines.push(`  ${waves.map((wave) => quote(`wave ${wave}`)).join(' -> ')} [style=invis];`, '}');
  return lines.join('\n');
}

const colourOf = (team: string): string => COLOURS[team] ?? '#eeeeee';

/** Title, what the lines mean, and the teams' colours, as one of Graphviz' tables. */
function legend(title: string, teams: readonly string[]): string {
  const cells = teams.map((team) => `<TD BGCOLOR="${colourOf(team)}">${team}</TD>`).join('');
  const lines =
    'an arrow leads to what requires; solid: waits until it is healthy; dashed: refers to it without waiting';
  return `<<TABLE BORDER="0" CELLSPACING="4" CELLPADDING="4"><TR><TD COLSPAN="${teams.length}">${title}</TD></TR><TR><TD COLSPAN="${teams.length}"><FONT POINT-SIZE="10">${lines}</FONT></TD></TR><TR>${cells}</TR></TABLE>>`;
}

/** An SVG that fills whatever window or page shows it, instead of being cut off by a small one. */
export function fitted(svg: string): string {
  return svg.replace(/(<svg[^>]*?) width="[^"]*"\s+height="[^"]*"/, '$1 width="100%" height="100%"');
}

/** Direct requirements that no other requirement implies. */
function essential({ requires: direct }: BuiltComponent, requires: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const implied = new Set<string>();
  const visit = (name: string) => {
    for (const next of requires.get(name) ?? []) {
      if (implied.has(next)) continue;
      implied.add(next);
      visit(next);
    }
  };
  for (const name of direct) visit(name);
  return [...direct].filter((name) => !implied.has(name)).sort();
}

function quote(text: string): string {
  return JSON.stringify(text);
}
