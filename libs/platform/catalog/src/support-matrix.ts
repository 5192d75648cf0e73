/** The support matrix: every system of the platform, its version, its images and the evidence that their tags exist. */
import { image } from './image-of.ts';
import { aiMl } from './support/ai-ml.ts';
import { apiEcosystem } from './support/api-ecosystem.ts';
import { dataManagement } from './support/data-management.ts';
import { dataProcessing } from './support/data-processing.ts';
import { observability } from './support/observability.ts';
import type { SupportRow } from './support/row.ts';

export const supportMatrix: readonly SupportRow[] = [
  ...apiEcosystem,
  ...observability,
  ...dataManagement,
  ...dataProcessing,
  ...aiMl,
];

/** Base of our own programs in TypeScript; the lab rebuilds it from Debian packages. */
export const nodeBase = image('node', '24.21.0-bookworm-slim', 'unchecked');
