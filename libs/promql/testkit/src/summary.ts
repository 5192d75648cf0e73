/** Sums up reports: passes per file and in all, and the text that the command line prints. */
import type { EvalReport, ScriptReport } from './run-script.ts';

export type FileSummary = {
  readonly name: string;
  readonly evals: number;
  readonly passed: number;
  /** Evals that the foundation must pass. */
  readonly required: number;
  readonly requiredPassed: number;
  /** Queries that the engine was asked, hidden re-runs included. */
  readonly executions: number;
  /** Loads and commands that went wrong. */
  readonly problems: number;
  readonly requiredProblems: number;
};

export type Summary = { readonly files: readonly FileSummary[]; readonly total: FileSummary };

export function summarize(reports: readonly ScriptReport[]): Summary {
  const files = reports.map(({ name, evals, problems }): FileSummary => {
    const required = evals.filter((report) => report.required);
    return {
      name,
      evals: evals.length,
      passed: evals.filter(passed).length,
      required: required.length,
      requiredPassed: required.filter(passed).length,
      executions: evals.reduce((sum, { executions }) => sum + executions, 0),
      problems: problems.length,
      requiredProblems: problems.filter((problem) => problem.required).length,
    };
  });
  const sum = (key: Exclude<keyof FileSummary, 'name'>): number => files.reduce((total, file) => total + file[key], 0);
  const total: FileSummary = {
    name: 'all',
    evals: sum('evals'),
    passed: sum('passed'),
    required: sum('required'),
    requiredPassed: sum('requiredPassed'),
    executions: sum('executions'),
    problems: sum('problems'),
    requiredProblems: sum('requiredProblems'),
  };
  return { files, total };
}

/** Which evals count. */
export type Scope = 'all' | 'foundation';

/** Whether every eval of the scope passed, with the loads that it rests on, and there was one. */
export function isGreen({ total }: Summary, scope: Scope): boolean {
  if (scope === 'foundation') {
    return total.required > 0 && total.requiredPassed === total.required && total.requiredProblems === 0;
  }
  return total.evals > 0 && total.passed === total.evals && total.problems === 0;
}

/** One line per file and one for all, aligned. */
export function formatSummary({ files, total }: Summary, scope: Scope): string {
  const width = Math.max(...[...files, total].map(({ name }) => name.length));
  const line = (file: FileSummary): string => {
    const counts = scope === 'all' ? `${file.passed}/${file.evals}` : `${file.requiredPassed}/${file.required}`;
    const rest = file.evals - file.required;
    const others =
      scope === 'all' || rest === 0 ? '' : `  (not required: ${file.passed - file.requiredPassed}/${rest})`;
    const bad = scope === 'all' ? file.problems : file.requiredProblems;
    const problems = bad === 0 ? '' : `  ${bad} bad loads or commands`;
    return `${file.name.padEnd(width)}  ${counts.padStart(9)} passed${others}${problems}`;
  };
  return [...files.map(line), line(total), `${total.executions} queries executed`].join('\n');
}

/** The failures of the scope, one text each: `file:line`, expression, expected, got. */
export function formatFailures(reports: readonly ScriptReport[], scope: Scope): string[] {
  return reports.flatMap(({ name, evals, problems }) => [
    ...problems
      .filter((problem) => scope === 'all' || problem.required)
      .map(({ line, message }) => `${name}:${line}\n  ${message}`),
    ...evals
      .filter((report) => !passed(report) && (scope === 'all' || report.required))
      .map((report) => formatFailure(name, report)),
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
