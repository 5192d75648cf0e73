/** A component's runbook: per alert the symptom, the check and the fix, from the declaration that also makes the alert. */
import { type AnyComponent, banner, isNone } from '@chimera/platform-kit';
import type { TreeFile } from './tree.ts';

export function runbook(component: AnyComponent): TreeFile[] {
  const { system, alerts, metrics, source } = component;
  if (isNone(alerts)) return [];
  const lines = [
    `<!-- ${banner(source.file)} -->`,
    '',
    `# ${system.title}`,
    '',
    `Team ${system.team}, namespace \`${system.namespace}\`, component \`${system.name}\` ([source](../../${source.file})).`,
    '',
    isNone(metrics)
      ? `Metrics: none, ${metrics.none}.`
      : `Metrics: ${metrics.map(({ port, path }) => `port ${port}, \`${path}\``).join('; ')}.`,
    '',
  ];
  for (const alert of alerts) {
    lines.push(
      `## ${alert.alert}`,
      '',
      `Severity ${alert.severity}, ${/^0+[a-z]+$/.test(alert.for) ? 'at once' : `after ${alert.for}`}: ${markdown(alert.summary)}`,
      '',
      '```promql',
      alert.expr,
      '```',
      '',
      `- **Symptom.** ${markdown(alert.runbook.symptom)}`,
      `- **Check.** ${markdown(alert.runbook.check)}`,
      `- **Fix.** ${markdown(alert.runbook.fix)}`,
      '',
    );
  }
  return [{ path: `docs/runbooks/${system.name}.md`, text: lines.join('\n') }];
}

/** A placeholder such as <pod> would be taken for HTML and not be shown; within backticks it is text already. */
function markdown(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '\\<') : part))
    .join('`');
}
