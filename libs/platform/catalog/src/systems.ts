/** All systems by identifier: what components and clusters refer to. */
import * as apiEcosystem from './systems/api-ecosystem.ts';
import * as dataManagement from './systems/data-management.ts';
import * as observability from './systems/observability.ts';

export const systems = { ...apiEcosystem, ...dataManagement, ...observability } as const;
