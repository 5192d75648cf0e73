import { deriveStream } from '../random.js';
import { cpuLimitCores } from './limits.js';
import { clamp } from './shape.js';

const CFS_PERIOD_MICROS = 100_000;
const CFS_PERIODS_PER_SEC = 10;
/** Seconds that a throttled period loses. */
const THROTTLED_SEC_PER_PERIOD = 0.05;
/** Families 1 to 7 and 57. Counters are kept in whole microseconds. */
export function containerCpu(randomSeed, container, intervalSec) {
  const random = deriveStream(randomSeed, 'cpu', container.index);
  const limit = cpuLimitCores(container);
  let userMicros = 0;
  let systemMicros = 0;
  let periods = 0;
  let throttled = 0;
  return ({ count, down, restarted, load }, frame) => {
    const usage = frame.column('container_cpu_usage_seconds_total');
    const user = frame.column('container_cpu_user_seconds_total');
    const system = frame.column('container_cpu_system_seconds_total');
    const cfsPeriods = frame.column('container_cpu_cfs_periods_total');
    const cfsThrottled = frame.column('container_cpu_cfs_throttled_periods_total');
    const throttledSeconds = frame.column('container_cpu_cfs_throttled_seconds_total');
    frame.column('container_spec_cpu_quota').fill(limit * CFS_PERIOD_MICROS);
    frame.column('container_spec_cpu_period').fill(CFS_PERIOD_MICROS);
    for (let i = 0; i < count; i++) {
      const noise = random.next();
      const userShare = 0.75 + 0.1 * random.next();
      const throttleNoise = random.next();
      if (restarted[i] === 1) userMicros = systemMicros = periods = throttled = 0;
      if (down[i] === 0) {
        const share = clamp(0.08 + 0.22 * load[i] * (0.9 + 0.2 * noise), 0, 0.9);
        const micros = Math.floor(limit * share * intervalSec * 1e6);
        const microsInUser = Math.round(micros * userShare);
        userMicros += microsInUser;
        systemMicros += micros - microsInUser;
        const elapsed = CFS_PERIODS_PER_SEC * intervalSec;
        periods += elapsed;
        throttled += Math.round(elapsed * Math.max(0, share - 0.45) * 0.5 * throttleNoise);
      }
      usage[i] = (userMicros + systemMicros) / 1e6;
      user[i] = userMicros / 1e6;
      system[i] = systemMicros / 1e6;
      cfsPeriods[i] = periods;
      cfsThrottled[i] = throttled;
      throttledSeconds[i] = Math.round(throttled * THROTTLED_SEC_PER_PERIOD * 100) / 100;
    }
  };
}
