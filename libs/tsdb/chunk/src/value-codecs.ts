/** All value encodings, best first: of equally small ones the earlier is chosen. */
import { invariant } from '@chimera/errors';
import { constant } from './codecs/constant.ts';
import { delta8 } from './codecs/delta-8.ts';
import { delta16 } from './codecs/delta-16.ts';
import { delta24 } from './codecs/delta-24.ts';
import { delta32 } from './codecs/delta-32.ts';
import { lane8 } from './codecs/lane-8.ts';
import { lane16 } from './codecs/lane-16.ts';
import { lane24 } from './codecs/lane-24.ts';
import { lane32 } from './codecs/lane-32.ts';
import { linear } from './codecs/linear.ts';
import { rawF64 } from './codecs/raw-f64.ts';
import { runs } from './codecs/runs.ts';
import type { ValueCodec } from './value-codec.ts';

export const VALUE_CODECS: readonly ValueCodec[] = [
  constant,
  runs,
  lane8,
  lane16,
  lane24,
  lane32,
  linear,
  delta8,
  delta16,
  delta24,
  delta32,
  rawF64,
];

const byId: ValueCodec[] = [];
for (const codec of VALUE_CODECS) byId[codec.id] = codec;

/** The codec with this id. */
export function valueCodec(id: number): ValueCodec {
  const codec = byId[id];
  invariant(codec !== undefined, `BUG: no value encoding has the id ${id}`);
  return codec;
}
