/** Families 81 to 89: sizes of HTTP requests and responses, and gRPC calls at half the HTTP rate. */
import type { DataSet } from '../data-set.ts';
import type { Container } from '../labels.ts';
import type { ContainerProcess } from './slice.ts';
/** Sizes count the requests of `http_request_duration_seconds`; restarts set all counters to zero. */
export declare function containerRpc(set: DataSet, container: Container): ContainerProcess;
//# sourceMappingURL=container-rpc.d.ts.map
