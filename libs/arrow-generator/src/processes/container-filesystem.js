import { deriveStream } from '../random.js';
import { LAYER_LIMIT_BYTES, PAGE_BYTES } from './limits.js';
import { floorTo } from './shape.js';

const ROTATION_SEC = 6 * 3600;
const ROTATED_BYTES = floorTo(0.15 * LAYER_LIMIT_BYTES, PAGE_BYTES);
const FULL_BYTES = floorTo(0.6 * LAYER_LIMIT_BYTES, PAGE_BYTES);
const READ_BYTES_PER_SEC = 100_000_000;
const WRITE_BYTES_PER_SEC = 50_000_000;
/** Families 18, 19, 62 and 63. */
export function containerFilesystem(set, container) {
  const phaseSec = Math.floor(deriveStream(set.randomSeed, 'rotation', container.service).next() * ROTATION_SEC);
  const rotationsAt = (step) => Math.floor((set.startSec + step * set.intervalSec + phaseSec) / ROTATION_SEC);
  let used = ROTATED_BYTES;
  let rotations = rotationsAt(0);
  let readTotal = 0;
  let writtenTotal = 0;
  return ({ firstStep, count, restarted, readBytes, writtenBytes }, frame) => {
    const usage = frame.column('container_fs_usage_bytes');
    const readSeconds = frame.column('container_fs_read_seconds_total');
    const writeSeconds = frame.column('container_fs_write_seconds_total');
    frame.column('container_fs_limit_bytes').fill(LAYER_LIMIT_BYTES);
    for (let i = 0; i < count; i++) {
      const rotationsNow = rotationsAt(firstStep + i);
      if (restarted[i] === 1) readTotal = writtenTotal = 0;
      if (restarted[i] === 1 || rotationsNow !== rotations) used = ROTATED_BYTES;
      else used = Math.min(FULL_BYTES, used + 0.5 * writtenBytes[i]);
      rotations = rotationsNow;
      readTotal += readBytes[i];
      writtenTotal += writtenBytes[i];
      usage[i] = floorTo(used, PAGE_BYTES);
      readSeconds[i] = Math.floor((readTotal / READ_BYTES_PER_SEC) * 1e6) / 1e6;
      writeSeconds[i] = Math.floor((writtenTotal / WRITE_BYTES_PER_SEC) * 1e6) / 1e6;
    }
  };
}
