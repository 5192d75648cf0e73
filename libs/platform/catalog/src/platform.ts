/** What holds on every cluster: namespaces, and which system brings the definitions of an API group. */
import type { Platform } from '@chimera/platform-kit';
import { namespaces } from './namespaces.ts';
import * as api from './systems/api-ecosystem.ts';
import * as observability from './systems/observability.ts';

export const platform: Platform = {
  namespaces,
  groupProviders: {
    // Argo CD is bootstrapped before anything is synced.
    'argoproj.io': '',
    'external-secrets.io': api.externalSecretsCrds.name,
    'monitoring.coreos.com': observability.prometheusCrds.name,
    'traefik.io': api.traefikCrds.name,
  },
  secretProvider: api.externalSecrets.name,
};
