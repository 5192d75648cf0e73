/** CPU modes and load averages of one node. */
import { CPU_MODES } from '../families/node.js';
import { deriveStream } from '../random.js';
import { inWindow } from './effects.js';
import { NODE_CORES } from './limits.js';
import { clamp } from './shape.js';
import { normalised, Spread } from './spread.js';

const TICKS_PER_SEC = 100;
const SATURATED = 0.97;
const IDLE = CPU_MODES.indexOf('idle');
/** Shares of the busy time: iowait, irq, nice, softirq, steal, system, and user the rest. */
const BUSY_SHARES = normalised([6, 1, 2, 4, 2, 20, 65]);
const USER = BUSY_SHARES.length - 1;
/** Families 23 to 26: ticks of one core (they add up to the interval), and load averages of the whole node. */
export function nodeCpu(randomSeed, node, effects, intervalSec) {
  const random = deriveStream(randomSeed, 'node-cpu', node.index);
  const weight = 0.7 + 0.6 * random.next();
  const modes = new Spread(BUSY_SHARES.length, USER, random.next());
  const totals = new Float64Array(CPU_MODES.length);
  const ticks = TICKS_PER_SEC * intervalSec;
  const follow5 = Math.min(1, intervalSec / 300);
  const follow15 = Math.min(1, intervalSec / 900);
  let load5 = Number.NaN;
  let load15 = Number.NaN;
  return ({ firstStep, count, meanLoad }, frame) => {
    const columns = frame.columnsOf('node_cpu_seconds_total', CPU_MODES.length);
    const load1Column = frame.column('node_load1');
    const load5Column = frame.column('node_load5');
    const load15Column = frame.column('node_load15');
    for (let i = 0; i < count; i++) {
      const noise = 0.9 + 0.2 * random.next();
      const healthy = clamp(0.1 + 0.35 * meanLoad[i] * weight * noise, 0.02, 0.95);
      const busy = inWindow(effects.saturation, firstStep + i) ? SATURATED : healthy;
      const busyTicks = Math.round(busy * ticks);
      modes.split(busyTicks, BUSY_SHARES);
      let next = 0;
      for (let mode = 0; mode < totals.length; mode++) {
        const added = mode === IDLE ? ticks - busyTicks : modes.counts[next++];
        const total = totals[mode] + added;
        totals[mode] = total;
        columns[mode][i] = total / TICKS_PER_SEC;
      }
      const load1 = NODE_CORES * busy;
      load5 = load5 !== load5 ? load1 : load5 + (load1 - load5) * follow5;
      load15 = load15 !== load15 ? load1 : load15 + (load1 - load15) * follow15;
      load1Column[i] = Math.round(load1 * 100) / 100;
      load5Column[i] = Math.round(load5 * 100) / 100;
      load15Column[i] = Math.round(load15 * 100) / 100;
    }
  };
}
