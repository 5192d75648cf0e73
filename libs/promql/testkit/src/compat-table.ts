/** The README's compatibility table, from test results. */
import type { FileSummary, Summary } from './summary.ts';

/** Markdown: per file the evals that pass, of how many, and the queries that they took. */
export function renderCompatTable({ files, total }: Summary): string {
  const share = ({ passed, evals }: FileSummary): string => `${counted(passed)} of ${counted(evals)}`;
  return [
    `**${share(total)} evals pass**, in ${counted(total.executions)} queries executed.`,
    '',
    '| script | passed | queries executed |',
    '|---|---:|---:|',
    ...files.map((file) => `| ${file.name.replace(/\.test$/, '')} | ${share(file)} | ${counted(file.executions)} |`),
    `| **all** | **${share(total)}** | ${counted(total.executions)} |`,
  ].join('\n');
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}
