/** HTTP requests of one container: codes, latency histogram, requests in flight. */
import type { DataSet } from '../data-set.ts';
import type { Container } from '../labels.ts';
import { type RandomStream } from '../random.ts';
import type { ContainerProcess } from './slice.ts';
/** A typical latency inside each bucket, seconds; 10 % more or less stays inside. */
export declare const LATENCY_MIDDLES: number[];
/** Families 38 to 40. */
export declare function containerHttp(set: DataSet, container: Container): ContainerProcess;
/** The weights of one container: the common ones, each varied by a factor of 0.5 to 1.5. */
export declare function latencyWeights(random: RandomStream): Float64Array;
//# sourceMappingURL=container-http.d.ts.map
