/** Which evals, and the loads that they rest on, the foundation must pass: all but those around native histograms, start timestamps, experimental features. */
import { ALL_FEATURES, type ParseOptions, parse } from '@chimera/promql-parser';
import type { Command, Script } from './script.ts';

/** The lines of the required commands. What one command of a block (between two `clear`) needs, all its evals need. */
export function requiredLines(script: Script): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const block of blocks(script)) {
    if (block.some(needsMore)) continue;
    for (const command of block) {
      if (command.kind !== 'eval' || !isExperimental(command.expression)) lines.add(command.line);
    }
  }
  return lines;
}

function blocks(script: Script): Command[][] {
  const all: Command[][] = [[]];
  for (const command of script) {
    if (command.kind === 'clear') all.push([]);
    else all.at(-1)?.push(command);
  }
  return all;
}

function needsMore(command: Command): boolean {
  switch (command.kind) {
    case 'load':
      return (
        command.withCustomBuckets ||
        command.series.some(({ points, startOffsets }) => startOffsets !== null || hasHistogram(points))
      );
    case 'eval': {
      const { value } = command.expected;
      return value.kind === 'series' && value.series.some(({ points }) => hasHistogram(points));
    }
    default:
      return false;
  }
}

function hasHistogram(points: readonly { readonly kind: string }[]): boolean {
  return points.some(({ kind }) => kind === 'histogram');
}

/** Whether it is PromQL only with the experimental features on. */
function isExperimental(expression: string): boolean {
  return parses(expression, ALL_FEATURES) && !parses(expression, {});
}

function parses(expression: string, features: ParseOptions): boolean {
  try {
    parse(expression, features);
    return true;
  } catch {
    return false;
  }
}
