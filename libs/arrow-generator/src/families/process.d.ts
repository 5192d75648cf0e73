/** Families 49 to 56: the scrape, the process and its Go runtime. */
import { type Family } from './family.ts';
export declare const PROCESS_FAMILIES: readonly Family[];
/** Families 90 to 100. */
export declare const MORE_PROCESS_FAMILIES: readonly Family[];
//# sourceMappingURL=process.d.ts.map
