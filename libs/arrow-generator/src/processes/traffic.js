import { deriveStream } from '../random.js';
import { inWindow } from './effects.js';

/** Keep-alive packets a second, in each direction. */
const KEEP_ALIVES_PER_SEC = 0.2;
const READ_BYTES_PER_SEC = 4000;
const WRITE_BYTES_PER_SEC = 300_000;
const DROP_FACTOR = 0.05;
const SURGE_FACTOR = 10;
/** Requests a second of a service's container at load 1: 20 to 80. */
export function serviceBaseRate(randomSeed, service) {
  return 20 + 60 * deriveStream(randomSeed, 'service', service).next();
}
/** Fills the traffic columns of a slice; state carries from slice to slice. */
export class Traffic {
  loadRandom;
  random;
  requestsPerStep;
  intervalSec;
  noise = 0;
  requestCarry = 0;
  constructor(randomSeed, container, intervalSec) {
    this.loadRandom = deriveStream(randomSeed, 'load', container.index);
    this.random = deriveStream(randomSeed, 'traffic', container.index);
    this.requestsPerStep = serviceBaseRate(randomSeed, container.service) * intervalSec;
    this.intervalSec = intervalSec;
  }
  /** `demand` is the region's, one entry per step of the slice. */
  advance(slice, demand) {
    this.advanceLoad(slice, demand);
    const { random, intervalSec } = this;
    const { firstStep, count, down, load, effects } = slice;
    const keepAlives = Math.max(1, Math.round(KEEP_ALIVES_PER_SEC * intervalSec));
    for (let i = 0; i < count; i++) {
      const demandNow = load[i];
      const requests = this.requestsAt(demandNow, down[i] === 1, inWindow(effects.trafficDrop, firstStep + i));
      slice.requests[i] = requests;
      // Each step draws the same number of times, up or down, so that a slice may end anywhere.
      const receivedShape = random.next();
      const sentShape = random.next();
      const receivedSize = random.next();
      const sentSize = random.next();
      const readShape = random.next();
      const writeShape = random.next();
      if (down[i] === 1) {
        slice.receivedPackets[i] = 0;
        slice.receivedBytes[i] = 0;
        slice.sentPackets[i] = 0;
        slice.sentBytes[i] = 0;
        slice.readBytes[i] = 0;
        slice.writtenBytes[i] = 0;
        continue;
      }
      const received = Math.round(requests * (6 + 2 * receivedShape)) + keepAlives;
      const surge = inWindow(effects.surge, firstStep + i) ? SURGE_FACTOR : 1;
      const sent = (Math.round(requests * (6 + 2 * sentShape)) + keepAlives) * surge;
      slice.receivedPackets[i] = received;
      slice.receivedBytes[i] = Math.round(received * (300 + 400 * receivedSize));
      slice.sentPackets[i] = sent;
      slice.sentBytes[i] = Math.round(sent * (500 + 600 * sentSize));
      slice.readBytes[i] = Math.round(READ_BYTES_PER_SEC * intervalSec * demandNow * (0.7 + 0.6 * readShape));
      slice.writtenBytes[i] = Math.round(WRITE_BYTES_PER_SEC * intervalSec * demandNow * (0.7 + 0.6 * writeShape));
    }
  }
  advanceLoad(slice, demand) {
    const { load, count } = slice;
    let noise = this.noise;
    for (let i = 0; i < count; i++) {
      const u = this.loadRandom.next();
      noise = 0.97 * noise + 0.03 * (u + u - 1);
      load[i] = Math.max(0.05, demand[i] + 1.5 * noise);
    }
    this.noise = noise;
  }
  requestsAt(load, down, dropped) {
    if (down) return 0;
    const due = this.requestCarry + this.requestsPerStep * load * (dropped ? DROP_FACTOR : 1);
    const requests = Math.floor(due);
    this.requestCarry = due - requests;
    return requests;
  }
}
