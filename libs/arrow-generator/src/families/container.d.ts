/** Families 1 to 22: what the container runtime reports per container. */
import { type Family } from './family.ts';
export declare const CONTAINER_FAMILIES: readonly Family[];
/** Families 57 to 63. */
export declare const MORE_CONTAINER_FAMILIES: readonly Family[];
//# sourceMappingURL=container.d.ts.map
