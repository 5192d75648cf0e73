/** The README's compatibility table, from test results. */
import type { FileSummary, Summary } from './summary.ts';

/** Markdown: per file the evals, those that are required today, and how many pass. */
export function renderCompatTable({ files, total }: Summary): string {
  const row = (name: string, file: FileSummary): string =>
    `| ${name} | ${file.evals} | ${file.required} | ${file.requiredPassed} | ${file.passed} |`;
  return [
    '| script | evals | required | required passed | all passed |',
    '|---|---:|---:|---:|---:|',
    ...files.map((file) => row(file.name.replace(/\.test$/, ''), file)),
    row('**all**', total),
  ].join('\n');
}
