/** Sums up reports: passes per file and in all, and the text that the command line prints. */
import type { EvalReport, ScriptReport } from './run-script.ts';

export type FileSummary = {
  readonly name: string;
  readonly evals: number;
  readonly passed: number;
  /** Queries that the engine was asked, hidden re-runs included. */
  readonly executions: number;
  /** Loads and commands that went wrong. */
  readonly problems: number;
};

export type Summary = { readonly files: readonly FileSummary[]; readonly total: FileSummary };

export function summarize(reports: readonly ScriptReport[]): Summary {
  const files = reports.map(
    ({ name, evals, problems }): FileSummary => ({
      name,
      evals: evals.length,
      passed: evals.filter(passed).length,
      executions: evals.reduce((sum, { executions }) => sum + executions, 0),
      problems: problems.length,
    }),
  );
  const sum = (key: Exclude<keyof FileSummary, 'name'>): number => files.reduce((total, file) => total + file[key], 0);
  const total: FileSummary = {
    name: 'all',
    evals: sum('evals'),
    passed: sum('passed'),
    executions: sum('executions'),
    problems: sum('problems'),
  };
  return { files, total };
}

/** Whether every eval passed, with all loads, and there was one. */
export function isGreen({ total }: Summary): boolean {
  return total.evals > 0 && total.passed === total.evals && total.problems === 0;
}

/** One line per file and one for all, aligned. */
export function formatSummary({ files, total }: Summary): string {
  const width = Math.max(...[...files, total].map(({ name }) => name.length));
  const line = (file: FileSummary): string => {
    const problems = file.problems === 0 ? '' : `  ${file.problems} bad loads or commands`;
    const counts = `${file.passed}/${file.evals}`.padStart(9);
    return `${file.name.padEnd(width)}  ${counts} passed ${`${file.executions}`.padStart(6)} queries executed${problems}`;
  };
  return [...files, total].map(line).join('\n');
}

/** The failures, one text each: `file:line`, expression, expected, got. */
export function formatFailures(reports: readonly ScriptReport[]): string[] {
  return reports.flatMap(({ name, evals, problems }) => [
    ...problems.map(({ line, message }) => `${name}:${line}\n  ${message}`),
    ...evals.filter((report) => !passed(report)).map((report) => formatFailure(name, report)),
  ]);
}

function passed({ failure }: EvalReport): boolean {
  return failure === null;
}

const LONGEST = 600;

function formatFailure(name: string, { line, expression, failure }: EvalReport): string {
  if (failure === null) return '';
  const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);
  const lines = [`${name}:${line}  ${expression}`, `  ${failure.message} (${failure.run})`];
  if (failure.expression !== expression) lines.push(`  as        ${failure.expression}`);
  if (failure.expected !== '') lines.push(`  expected  ${cut(failure.expected)}`);
  if (failure.got !== '') lines.push(`  got       ${cut(failure.got)}`);
  return lines.join('\n');
}
