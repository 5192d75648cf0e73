/** Families 38 to 40: what the application's HTTP server reports. */
import { type Family } from './family.ts';
/** Upper bounds of the latency histograms, seconds, as `le` is written. */
export declare const LATENCY_BOUNDS: readonly [
  '0.005',
  '0.01',
  '0.025',
  '0.05',
  '0.1',
  '0.25',
  '0.5',
  '1',
  '2.5',
  '5',
  '10',
  '+Inf',
];
/** Upper bounds of the size histograms, bytes, as `le` is written. */
export declare const SIZE_BOUNDS: readonly ['100', '1000', '10000', '100000', '1e+06', '1e+07', '1e+08', '+Inf'];
export declare const HTTP_FAMILIES: readonly Family[];
/** Families 81 to 89. */
export declare const MORE_HTTP_FAMILIES: readonly Family[];
//# sourceMappingURL=http.d.ts.map
