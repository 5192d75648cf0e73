/** `load <step>` and `load_with_nhcb <step>`: series lines up to the next blank line. */
import { parseMetric } from '@chimera/promql-parser';
import { equalLabels, type Labels, labelsKey } from '@chimera/tsdb-model';
import { blockEnd, type ParsedCommand } from './block.ts';
import { parseDurationMs } from './duration.ts';
import type { LoadSeries } from './script.ts';
import { parseSeriesLine } from './series-line.ts';
import { parseStartOffsets, type StartOffsets, startTimestampLine } from './start-timestamps.ts';

type Pending = { readonly labels: Labels; readonly offsets: StartOffsets };

/** Throws an Error with the line in its message. */
export function parseLoad(lines: readonly string[], start: number): ParsedCommand {
  const head = /^load(_with_nhcb)?\s+(.+)$/.exec(lines[start] as string);
  if (head === null) throw new Error(`not a load command: "${lines[start]}" (load[_with_nhcb] <step>)`);
  const end = blockEnd(lines, start);
  // The last line of a series wins, as in Prometheus.
  const series = new Map<string, LoadSeries>();
  let defaults: StartOffsets | null = null;
  let pending: Pending | null = null;
  for (let i = start + 1; i < end; i++) {
    const line = lines[i] as string;
    const at = (message: string): Error => new Error(`${message} (line ${i + 1})`);
    const startLine = startTimestampLine(line);
    if (startLine !== null) {
      if (pending !== null) throw at('two @st lines follow each other');
      const offsets = parseStartOffsets(startLine.values);
      if (startLine.metric === '') defaults = offsets;
      else pending = { labels: parseMetric(startLine.metric), offsets };
      continue;
    }
    const { labels, points } = parseSeriesLine(line);
    if (pending !== null && !equalLabels(pending.labels, labels)) throw at('the @st line before is for another series');
    if (pending !== null && pending.offsets.length !== points.length) {
      throw at(`the @st line before has ${pending.offsets.length} values, this line ${points.length}`);
    }
    const startOffsets: StartOffsets | null = pending?.offsets ?? repeated(defaults, points.length);
    series.set(labelsKey(labels), { labels, points, startOffsets });
    pending = null;
  }
  if (pending !== null) throw new Error(`an @st line has no sample line after it (line ${end})`);
  const stepMs = parseDurationMs(head[2] as string);
  return {
    command: {
      kind: 'load',
      line: start + 1,
      stepMs,
      withCustomBuckets: head[1] !== undefined,
      series: [...series.values()],
    },
    end,
  };
}

function repeated(defaults: StartOffsets | null, length: number): StartOffsets | null {
  return defaults === null ? null : Array.from({ length }, (_, i) => defaults[i % defaults.length] ?? null);
}
