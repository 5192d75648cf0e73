import { deriveStream } from '../random.js';
import { inWindow } from './effects.js';
import { HistogramTotals } from './histogram-totals.js';
import { normalised, Spread } from './spread.js';

/** Share of each latency bucket, percent, before each container varies them. */
const LATENCY_WEIGHTS = [2, 6, 18, 30, 24, 12, 5, 2, 0.7, 0.2, 0.08, 0.02];
/** A typical latency inside each bucket, seconds; 10 % more or less stays inside. */
export const LATENCY_MIDDLES = [0.004, 0.008, 0.018, 0.037, 0.07, 0.16, 0.35, 0.7, 1.6, 3.4, 7, 13];
const LATENCY_MAIN = 3;
/** GET 200 (the rest), POST 201, DELETE 204, POST 400, GET 404, GET 500. */
const HEALTHY_CODES = normalised([85, 11, 0.6, 0.5, 2.5, 0.4]);
const FAILING_CODES = normalised([65.4, 11, 0.6, 0.5, 2.5, 20]);
/** How many buckets the latency anomaly moves the weights up. */
const SLOW_SHIFT = 3;
/** Families 38 to 40. */
export function containerHttp(set, container) {
  const random = deriveStream(set.randomSeed, 'http', container.index);
  const healthy = latencyWeights(random);
  const slow = shifted(healthy, SLOW_SHIFT);
  const healthyMean = meanLatency(healthy);
  const slowMean = meanLatency(slow);
  const latency = new HistogramTotals(LATENCY_MIDDLES, LATENCY_MAIN, random, 1e6);
  const codes = new Spread(HEALTHY_CODES.length, 0, random.next());
  const codeTotals = new Float64Array(HEALTHY_CODES.length);
  return (slice, frame) => {
    const { firstStep, count, restarted, requests, effects } = slice;
    const codeColumns = frame.columnsOf('http_requests_total', codeTotals.length);
    const latencyColumns = frame.columnsOf('http_request_duration_seconds', LATENCY_MIDDLES.length + 2);
    const inFlight = frame.column('http_requests_in_flight');
    for (let i = 0; i < count; i++) {
      if (restarted[i] === 1) {
        codeTotals.fill(0);
        latency.reset();
      }
      const served = requests[i];
      const isSlow = inWindow(effects.latency, firstStep + i);
      codes.split(served, inWindow(effects.errors, firstStep + i) ? FAILING_CODES : HEALTHY_CODES);
      for (let k = 0; k < codeTotals.length; k++) {
        const total = codeTotals[k] + codes.counts[k];
        codeTotals[k] = total;
        codeColumns[k][i] = total;
      }
      latency.add(served, isSlow ? slow : healthy);
      latency.write(latencyColumns, i);
      inFlight[i] = Math.round((served / set.intervalSec) * (isSlow ? slowMean : healthyMean));
    }
  };
}
/** The weights of one container: the common ones, each varied by a factor of 0.5 to 1.5. */
export function latencyWeights(random) {
  return normalised(LATENCY_WEIGHTS.map((weight) => weight * (0.5 + random.next())));
}
function shifted(weights, by) {
  const moved = new Float64Array(weights.length);
  weights.forEach((weight, k) => {
    const to = Math.min(weights.length - 1, k + by);
    moved[to] = moved[to] + weight;
  });
  return moved;
}
function meanLatency(weights) {
  return weights.reduce((sum, weight, k) => sum + weight * LATENCY_MIDDLES[k], 0);
}
