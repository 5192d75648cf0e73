/** `eval instant at <t> <expr>` and `eval range from <a> to <b> step <s> <expr>`, with their expectations. */
import { gridBetween, type StepGrid } from '@chimera/tsdb-storage';
import { blockEnd, type ParsedCommand } from './block.ts';
import { parseDurationMs } from './duration.ts';
import { parseNumber } from './number.ts';
import { parseExpect, parseStringExpectation } from './parse-expect.ts';
import type { EvalCommand, Expectation, ExpectedSeries, ExpectedValue, TextMatch } from './script.ts';
import { parseSeriesLine } from './series-line.ts';

const INSTANT = /^eval(?:_(fail|warn|ordered|info))?\s+instant\s+(?:at\s+(.+?)\s+)?(.+)$/;
const RANGE = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(.+)\s+to\s+(.+)\s+step\s+(.+?)\s+(.+)$/;
const RANGE_VECTOR = /^expect range vector\s+from\s+(.+)\s+to\s+(.+)\s+step\s+(.+)$/;

const ANY: TextMatch = { kind: 'any' };

/** Throws an Error with the line in its message. */
export function parseEval(lines: readonly string[], start: number): ParsedCommand {
  const head = parseHead(lines[start] as string);
  const body = parseBody(lines, start, head);
  const { mode, expression } = head;
  // A range vector is asked for at the end of its range, whatever the head says.
  const asked: EvalCommand['mode'] = body.window === null ? mode : { kind: 'instant', timeMs: body.windowEndMs };
  return {
    command: { kind: 'eval', line: start + 1, expression, mode: asked, expected: body.expected },
    end: body.end,
  };
}

type Head = {
  readonly deprecated: string | undefined;
  readonly mode: EvalCommand['mode'];
  readonly expression: string;
};

function parseHead(line: string): Head {
  const instant = INSTANT.exec(line);
  if (instant !== null) {
    const [, deprecated, at, expression] = instant as unknown as [string, string?, string?, string?];
    const timeMs = parseDurationMs(at ?? '0');
    return { deprecated, mode: { kind: 'instant', timeMs }, expression: expression as string };
  }
  const range = RANGE.exec(line);
  if (range === null) {
    throw new Error(
      `not an eval command: "${line}" (eval instant at <t> <expr>, or eval range from <a> to <b> step <s> <expr>)`,
    );
  }
  const grid = parseGrid(range[2] as string, range[3] as string, range[4] as string).grid;
  return { deprecated: range[1], mode: { kind: 'range', grid }, expression: range[5] as string };
}

function parseGrid(from: string, to: string, step: string): { readonly grid: StepGrid; readonly endMs: number } {
  const startMs = parseDurationMs(from);
  const endMs = parseDurationMs(to);
  const stepMs = parseDurationMs(step);
  if (endMs < startMs) throw new Error(`the end ${to} is before the start ${from}`);
  if (stepMs === 0) throw new Error('the step must be above 0');
  return { grid: gridBetween(startMs, endMs, stepMs), endMs };
}

type Body = {
  readonly expected: Expectation;
  readonly window: StepGrid | null;
  readonly windowEndMs: number;
  readonly end: number;
};

function parseBody(lines: readonly string[], start: number, head: Head): Body {
  const { deprecated, mode } = head;
  const annotations: { warn: TextMatch[]; info: TextMatch[] } = {
    warn: deprecated === 'warn' ? [ANY] : [],
    info: deprecated === 'info' ? [ANY] : [],
  };
  let fail: TextMatch | null = deprecated === 'fail' ? ANY : null;
  let ordered = deprecated === 'ordered';
  let noWarn = false;
  let noInfo = false;
  let single: ExpectedValue | null = null;
  let window: StepGrid | null = null;
  let windowEndMs = 0;
  const series: ExpectedSeries[] = [];
  const blank = blockEnd(lines, start);
  let i = start + 1;
  for (; i < blank; i++) {
    const line = lines[i] as string;
    const failing = fail !== null ? /^expected_fail_(message|regexp)\s+(.*)$/.exec(line) : null;
    const range = RANGE_VECTOR.exec(line);
    const number = parseNumber(line);
    if (failing !== null) {
      const text = failing[2] as string;
      fail = failing[1] === 'message' ? { kind: 'text', text } : { kind: 'regex', regex: new RegExp(text) };
    } else if (range !== null) {
      ({ grid: window, endMs: windowEndMs } = parseGrid(range[1] as string, range[2] as string, range[3] as string));
    } else if (line.startsWith('expect string')) {
      single = { kind: 'string', value: parseStringExpectation(line) };
    } else if (line.split(' ', 1)[0] === 'expect') {
      const { type, match } = parseExpect(line);
      if (type === 'warn' || type === 'info') annotations[type].push(match);
      else if (type === 'fail' && fail !== null) throw new Error('more than one expectation of a failure');
      else if (type === 'fail') fail = match;
      else if (type === 'ordered') ordered = true;
      else if (type === 'no_warn') noWarn = true;
      else noInfo = true;
    } else if (number !== null) {
      single = { kind: 'scalar', point: { kind: 'float', value: number } };
      // A bare number ends the eval: what follows is the next command.
      i++;
      break;
    } else {
      series.push(parseSeriesLine(line));
    }
  }
  if (noWarn && annotations.warn.length > 0) throw new Error('expect warn and expect no_warn exclude each other');
  if (noInfo && annotations.info.length > 0) throw new Error('expect info and expect no_info exclude each other');
  if (mode.kind === 'instant' && window === null && series.some(({ points }) => points.length > 1)) {
    throw new Error('several values in an instant eval; write "expect range vector from .. to .. step .." before them');
  }
  const grid = window ?? (mode.kind === 'range' ? mode.grid : null);
  const value: ExpectedValue = single ?? { kind: 'series', series, grid };
  return { expected: { ordered, fail, ...annotations, noWarn, noInfo, value }, window, windowEndMs, end: i };
}
