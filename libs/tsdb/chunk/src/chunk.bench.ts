/** Speed of each encoding on the shapes of the data set; the name says what it takes. One iteration is 1,024 samples. */
import { seededRandom } from '@chimera/testing';
import { bench, describe } from 'vitest';
import { ChunkEncoder, chunkByteLength, chunkEncoding, createChunkMemory, decodeChunk, valueAt } from './index.ts';
import { COLUMN_SHAPES } from './sample-columns.ts';

const COUNT = 1_024;
const encoder = new ChunkEncoder();
const timestamps = new Float64Array(COUNT);
const values = new Float64Array(COUNT);
const stale = new Uint8Array(COUNT);

for (const shape of COLUMN_SHAPES) {
  const memory = createChunkMemory(new SharedArrayBuffer(16 * COUNT));
  const column = shape.values(seededRandom(1), COUNT);
  const encode = (): void => {
    encoder.plan(null, 0, 15_000, column, 0, COUNT);
    encoder.write(memory, 0);
  };
  encode();
  const bytesPerSample = (chunkByteLength(memory, 0) / COUNT).toFixed(2);
  describe(`${shape.name}: ${chunkEncoding(memory, 0).values}, ${bytesPerSample} bytes per sample`, () => {
    bench('encode', encode);
    bench('decode', () => void decodeChunk(memory, 0, 0, COUNT, timestamps, values, stale, 0));
    bench('64 single values', () => {
      for (let i = 0; i < 64; i++) valueAt(memory, 0, (i * 37) % COUNT);
    });
  });
}
