/** All time encodings, best first. */
import { invariant } from '@chimera/errors';
import type { TimeCodec } from './time-codec.ts';
import { rawTimes } from './times/raw-times.ts';
import { regularTimes } from './times/regular-times.ts';
import { slack8 } from './times/slack-8.ts';
import { slack16 } from './times/slack-16.ts';
import { slack32 } from './times/slack-32.ts';

export const TIME_CODECS: readonly TimeCodec[] = [regularTimes, slack8, slack16, slack32, rawTimes];

const byId: TimeCodec[] = [];
for (const codec of TIME_CODECS) byId[codec.id] = codec;

/** The codec with this id. */
export function timeCodec(id: number): TimeCodec {
  const codec = byId[id];
  invariant(codec !== undefined, `BUG: no time encoding has the id ${id}`);
  return codec;
}
