/** Families 38 to 40: what the application's HTTP server reports. */
import { counter, eachOf, gauge, histogram } from './family.js';
/** Upper bounds of the latency histograms, seconds, as `le` is written. */
export const LATENCY_BOUNDS = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'];
/** Upper bounds of the size histograms, bytes, as `le` is written. */
export const SIZE_BOUNDS = ['100', '1000', '10000', '100000', '1e+06', '1e+07', '1e+08', '+Inf'];
const METHODS_AND_CODES = [
  { method: 'GET', code: '200' },
  { method: 'POST', code: '201' },
  { method: 'DELETE', code: '204' },
  { method: 'POST', code: '400' },
  { method: 'GET', code: '404' },
  { method: 'GET', code: '500' },
];
const GRPC = { grpc_method: 'Get' };
const GRPC_CODES = eachOf('grpc_code', ['OK', 'Unavailable']).map((code) => ({ ...GRPC, ...code }));
export const HTTP_FAMILIES = [
  counter('http_requests_total', 'requests', 'HTTP requests served.', METHODS_AND_CODES),
  histogram('http_request_duration_seconds', 'seconds', 'Latency of HTTP requests.', LATENCY_BOUNDS),
  gauge('http_requests_in_flight', 'requests', 'HTTP requests being served.'),
];
/** Families 81 to 89. */
export const MORE_HTTP_FAMILIES = [
  histogram('http_request_size_bytes', 'bytes', 'Size of HTTP requests.', SIZE_BOUNDS),
  histogram('http_response_size_bytes', 'bytes', 'Size of HTTP responses.', SIZE_BOUNDS),
  counter('grpc_server_started_total', 'calls', 'gRPC calls started on the server.', [GRPC]),
  counter('grpc_server_handled_total', 'calls', 'gRPC calls finished on the server.', GRPC_CODES),
  counter('grpc_server_msg_received_total', 'messages', 'gRPC messages received by the server.', [GRPC]),
  counter('grpc_server_msg_sent_total', 'messages', 'gRPC messages sent by the server.', [GRPC]),
  histogram('grpc_server_handling_seconds', 'seconds', 'Latency of gRPC calls.', LATENCY_BOUNDS, GRPC),
  counter('grpc_client_started_total', 'calls', 'gRPC calls started by the client.', [GRPC]),
  counter('grpc_client_handled_total', 'calls', 'gRPC calls finished by the client.', GRPC_CODES),
];
