import { deriveStream } from '../random.js';
import { LATENCY_MIDDLES, latencyWeights } from './container-http.js';
import { HistogramTotals } from './histogram-totals.js';
import { normalised, Spread } from './spread.js';

/** A typical size inside each bucket, bytes. */
const SIZE_MIDDLES = [60, 400, 4000, 40_000, 400_000, 4e6, 4e7, 2e8];
const REQUEST_WEIGHTS = normalised([20, 60, 15, 4, 0.9, 0.1, 0, 0]);
const RESPONSE_WEIGHTS = normalised([5, 25, 45, 20, 4.5, 0.49, 0.01, 0]);
/** OK, Unavailable. */
const CALL_CODES = normalised([99.9, 0.1]);
const LATENCY_MAIN = 3;
/** Sizes count the requests of `http_request_duration_seconds`; restarts set all counters to zero. */
export function containerRpc(set, container) {
  const random = deriveStream(set.randomSeed, 'rpc', container.index);
  const requestSizes = new HistogramTotals(SIZE_MIDDLES, 1, random, 1);
  const responseSizes = new HistogramTotals(SIZE_MIDDLES, 2, random, 1);
  const weights = latencyWeights(random);
  const latency = new HistogramTotals(LATENCY_MIDDLES, LATENCY_MAIN, random, 1e6);
  const serverCalls = new Calls(random.next());
  const clientCalls = new Calls(random.next());
  return ({ count, restarted, requests }, frame) => {
    const requestColumns = frame.columnsOf('http_request_size_bytes', SIZE_MIDDLES.length + 2);
    const responseColumns = frame.columnsOf('http_response_size_bytes', SIZE_MIDDLES.length + 2);
    const latencyColumns = frame.columnsOf('grpc_server_handling_seconds', LATENCY_MIDDLES.length + 2);
    const started = frame.column('grpc_server_started_total');
    const received = frame.column('grpc_server_msg_received_total');
    const sent = frame.column('grpc_server_msg_sent_total');
    const handled = frame.columnsOf('grpc_server_handled_total', CALL_CODES.length);
    const clientStarted = frame.column('grpc_client_started_total');
    const clientHandled = frame.columnsOf('grpc_client_handled_total', CALL_CODES.length);
    for (let i = 0; i < count; i++) {
      if (restarted[i] === 1) {
        requestSizes.reset();
        responseSizes.reset();
        latency.reset();
        serverCalls.reset();
        clientCalls.reset();
      }
      const served = requests[i];
      requestSizes.add(served, REQUEST_WEIGHTS);
      requestSizes.write(requestColumns, i);
      responseSizes.add(served, RESPONSE_WEIGHTS);
      responseSizes.write(responseColumns, i);
      latency.add(serverCalls.add(served), weights);
      latency.write(latencyColumns, i);
      clientCalls.add(served);
      serverCalls.write(handled, i);
      clientCalls.write(clientHandled, i);
      started[i] = serverCalls.total();
      received[i] = serverCalls.total();
      sent[i] = serverCalls.total();
      clientStarted[i] = clientCalls.total();
    }
  };
}
/** Calls by code: one call for two HTTP requests. */
class Calls {
  codes;
  totals = new Float64Array(CALL_CODES.length);
  carry;
  constructor(phase) {
    this.codes = new Spread(CALL_CODES.length, 0, phase);
    this.carry = phase;
  }
  reset() {
    this.totals.fill(0);
  }
  /** The calls of a step with so many HTTP requests. */
  add(requests) {
    const due = this.carry + requests / 2;
    const calls = Math.floor(due);
    this.carry = due - calls;
    this.codes.split(calls, CALL_CODES);
    for (let k = 0; k < this.totals.length; k++) {
      this.totals[k] = this.totals[k] + this.codes.counts[k];
    }
    return calls;
  }
  total() {
    return this.totals[0] + this.totals[1];
  }
  write(columns, i) {
    for (let k = 0; k < this.totals.length; k++) columns[k][i] = this.totals[k];
  }
}
