/** All systems by identifier: what components and clusters refer to. */
import * as aiMl from './systems/ai-ml.ts';
import * as apiEcosystem from './systems/api-ecosystem.ts';
import * as dataManagement from './systems/data-management.ts';
import * as dataProcessing from './systems/data-processing.ts';
import * as observability from './systems/observability.ts';

export const systems = { ...aiMl, ...apiEcosystem, ...dataManagement, ...dataProcessing, ...observability } as const;
