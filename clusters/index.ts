/** The clusters by name. People edit `<name>/cluster.ts`; a new cluster is its folder and a line here. */
import type { Cluster } from '@chimera/platform-kit';
import { kindLocal } from './kind-local/cluster.ts';
import { server } from './server/cluster.ts';

export const clusters: readonly Cluster[] = [kindLocal, server];

export { kindLocal, server };
