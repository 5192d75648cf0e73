import { kindLocal } from '@chimera/clusters';
import { platform } from '@chimera/platform-catalog';
import { planCluster } from '@chimera/platform-kit';
import { expect, test } from 'vitest';
import { componentGraph, fitted } from './component-graph.ts';

test('a node per component, its team in the legend, solid and dashed edges, and none that another implies', () => {
  const plan = planCluster(kindLocal, platform);
  const dot = componentGraph(plan);
  for (const { system } of plan.components) expect(dot).toContain(`"${system.name}" [fillcolor=`);
  for (const team of new Set(plan.components.map(({ system }) => system.team))) expect(dot).toContain(`>${team}</TD>`);
  expect(dot).toContain('"otel-collector" -> "sample-app";');
  expect(dot).toContain('"mytsdb" -> "grafana" [style=dashed');
  expect(dot).not.toContain('"namespaces-observability" -> "grafana"');
});

test('a picture takes the size of what shows it', () => {
  expect(fitted('<svg width="831pt" height="689pt"\n viewBox="0 0 831 689">')).toBe(
    '<svg width="100%" height="100%"\n viewBox="0 0 831 689">',
  );
});
