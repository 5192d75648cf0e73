/** Start timestamp lines, `metric{..}@st -1m _ -30s-1mx2`: one offset per sample of the next line, relative to the sample. */
import { parseDurationMs } from './duration.ts';

/** Offsets in milliseconds; null where the sample has no start timestamp. */
export type StartOffsets = readonly (number | null)[];

/** Splits an `@st` line into metric ('' for the default of the whole load) and values; null for any other line. */
export function startTimestampLine(line: string): { readonly metric: string; readonly values: string } | null {
  const found = /^(\S*)@st\s+(.*)$/.exec(line);
  return found === null ? null : { metric: found[1] as string, values: found[2] as string };
}

const DURATION = '(?:[0-9]+(?:ms|[ywdhms])?)+';
const ITEM = new RegExp(
  `^(?:(?<blank>_)(?:x(?<blanks>[0-9]+))?|(?<same>\\*)(?:x(?<sames>[0-9]+))?|(?<base>[+-]?${DURATION})(?:(?<step>[+-]${DURATION})?x(?<times>[0-9]+))?)$`,
);

/** Parses the values of an `@st` line. Throws an Error that quotes the wrong item. */
export function parseStartOffsets(text: string): StartOffsets {
  const offsets: (number | null)[] = [];
  for (const item of text.split(/\s+/)) {
    const groups = ITEM.exec(item)?.groups;
    if (groups === undefined) throw new Error(`cannot read start timestamp "${item}"`);
    const { blank, blanks, same, sames, base, step, times } = groups;
    if (blank !== undefined) offsets.push(...new Array<null>(Number(blanks ?? '1')).fill(null));
    else if (same !== undefined) {
      const previous = offsets.findLast((offset) => offset !== null) ?? 0;
      offsets.push(...new Array<number>(Number(sames ?? '0') + 1).fill(previous));
    } else {
      const start = signedMs(base as string);
      const stepMs = step === undefined ? 0 : signedMs(step);
      for (let i = 0; i <= Number(times ?? '0'); i++) offsets.push(start + i * stepMs);
    }
  }
  return offsets;
}

function signedMs(text: string): number {
  const ms = parseDurationMs(text.replace(/^[+-]/, ''));
  return text.startsWith('-') && ms !== 0 ? -ms : ms;
}
